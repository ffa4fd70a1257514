"""A company's name taken apart as the register has it: region, brand, industry, form (企业名称登记管理规定 6).

青海省互助县鑫源农牧专业合作社 is region 青海省互助县, brand 鑫源, industry 农牧, form 专业合作社. Two names are of
one company by their brands; industry and form only tell apart what shares one.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from enum import IntEnum

from tianlu.target.lists.characters import plain
from tianlu.target.lists.names.words import words
from tianlu.target.lists.sound import sounds_of

FORMS = words(
    """
    有限责任公司 股份有限公司 集团有限公司 有限公司 集团公司 公司 农民专业合作社联合社 农民专业合作社 专业合作社
    股份经济合作社 经济合作社 合作联社 合作社 供销社 联社 家庭农场 农场 牧场 养殖场 种植场 加工厂 修理厂 厂 经营部
    批发部 门市部 服务部 销售部 小卖部 经销处 经销部 代销点 服务站 服务中心 中心 工作室 便利店 专卖店 连锁店 分店 店
    商行 商店 商城 商铺 商场 超市 市场 饭店 宾馆 酒店 餐厅 饭馆 农家乐 药房 药店 诊所 医院 学校 幼儿园 公寓 茶庄
    茶楼 银行 支行 行 社 部 个体工商户 集团 庄 坊 馆 铺 站
    """
)

INDUSTRIES = words(
    """
    农牧业开发 农牧业科技 生态农牧业 生态农业 农业科技 农业开发 农业发展 农牧 农业 畜牧业 畜牧 牧业 养殖业 养殖
    种养殖 种养 种植业 种植 苗木 花卉 林业 渔业 水产 蔬菜 果蔬 水果 干果 蜂业 蜜蜂 冬虫夏草 虫草 枸杞 青稞 牦牛 藏羊
    牦牛肉 牛肉 羊肉 牛羊肉 牛羊 肉食 肉类 乳业 乳制品 粮油 粮食 面粉 食用油 食品 副食 副食品 土特产 特产 农产品
    农副产品 农资 农机
    化肥 饲料 种子 电子商务 电商 网络科技 信息技术 信息科技 生物科技 科技 商贸 贸易 经贸 工贸 进出口 百货 日用百货
    日杂 烟酒 服装 服饰 鞋业 家具 家电 电器 手机 通讯 通信 数码 五金机电 五金 建材 装饰 装潢 建筑工程 建筑劳务 建筑
    工程 劳务 水电 门窗 钢材 石材 砂石 矿业 能源 电力 新能源 物流 快递 运输 货运 客运 汽车修理 汽车维修 汽修 汽配
    汽车 摩托车 餐饮 火锅 面馆 拉面 烧烤 小吃 早餐 茶叶 酒业 酿酒 饮料 纯净水 旅游 文化旅游 文化传媒 文化 传媒 广告
    印刷 图文 教育 培训 医药 大药房 中藏药 药业 医疗 美容美发 美容 美发 理发 摄影 家政 保洁 物业 房地产 租赁 投资
    金融 保险 咨询 民族工艺品 工艺品 唐卡 藏毯 手工艺 刺绣 生活 连锁 水利 环保 开发 实业 发展
    """
)

_BRACKETS = re.compile(r"[()\[\]【】]")


@dataclass(frozen=True)
class CompanyName:
    """The four parts in plain characters, empty where there is none."""

    region: str
    brand: str
    industry: str
    form: str


class CompanyLikeness(IntEnum):
    """From another brand to the same name."""

    DIFFERENT = 0
    BRAND_SOUNDS_ALIKE = 1
    SAME_BRAND_OTHER_INDUSTRY = 2
    SAME_BRAND = 3
    SAME = 4


def read_company(text: str, *, regions: Collection[str]) -> CompanyName:
    """The parts of a company's name; `regions` are the ways to write the divisions that a name may begin with."""
    bracketed = plain(text)
    inner = re.findall(r"\(([^)]*)\)", bracketed)
    name = _BRACKETS.sub("", re.sub(r"\([^)]*\)", "", bracketed))
    region, rest = _split_region(name, regions)
    region += "".join(each for each in inner if each in regions)
    rest, form = _split_end(rest, FORMS)
    brand, industry = _split_end(rest, INDUSTRIES)
    return CompanyName(region, brand, industry, form)


def compare_companies(one: CompanyName, other: CompanyName) -> CompanyLikeness:
    """The highest rung that holds."""
    if (one.brand, one.industry, one.form) == (other.brand, other.industry, other.form):
        return CompanyLikeness.SAME
    if one.brand == other.brand:
        is_other = bool(one.industry and other.industry) and not _agree(one.industry, other.industry)
        return CompanyLikeness.SAME_BRAND_OTHER_INDUSTRY if is_other else CompanyLikeness.SAME_BRAND
    if sounds_of(one.brand) == sounds_of(other.brand):
        return CompanyLikeness.BRAND_SOUNDS_ALIKE
    return CompanyLikeness.DIFFERENT


def _agree(one: str, other: str) -> bool:
    """农牧 and 农牧业开发 are one industry."""
    return one.startswith(other) or other.startswith(one)


def _split_region(name: str, regions: Collection[str]) -> tuple[str, str]:
    """What divisions the name begins with, one after another, and the rest; the rest is never empty."""
    end = 0
    while True:
        sizes = range(min(16, len(name) - end - 1), 1, -1)
        size = next((size for size in sizes if name[end : end + size] in regions), 0)
        if not size:
            return name[:end], name[end:]
        end += size


def _split_end(name: str, words: tuple[str, ...]) -> tuple[str, str]:
    """The name without the words it ends with, the longest first, and those words; one character stays at least."""
    fitting = [word for word in words if name.endswith(word) and len(name) > len(word)]
    if not fitting:
        return name, ""
    word = max(fitting, key=len)
    return name[: -len(word)], word
