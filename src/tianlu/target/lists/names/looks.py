"""Characters that look alike when they are written by hand or read by a machine: one stands for all of a group."""

from functools import cache

from tianlu.target.lists.names.words import words

GROUPS = words(
    """
    己已巳 未末 土士 日曰 人入 干千于 大太犬 天夭 王玉 刀力 田由甲申 戊戌戍 折拆析 拔拨 辨辩
    侯候 洒酒 钧钓 陈阵 杨扬 晴睛情清请 良艮 亮壳 鸟乌 凤风 冶治 冷泠 免兔 崇祟 博搏傅 茶荼
    幸辛 孟盂 佘余 冼洗 管菅 汨汩 肓盲 沐沭 宫官 旺汪 玲铃 琳淋 钦饮 峰锋 俊峻竣骏 浩皓 坤珅
    彬杉 宜宣 兵乒 斌贫 住佳 桂柱 珠殊 淑叔 波坡 泽译 晓烧 昌冒 春舂 易昜 智知 丹冉 朗郎
    杏吝 柏拍 桃挑 永水 瑞端 瑶遥 理埋 益盖 真具 祖租 福幅 秀季 科料 秋秒 罗岁 义又 芝乏
    芳房 苗笛 央英 莉梨 连莲 萍苹 雷蕾 虎虚 贤肾 赞攒 达边 香杳 龙尤 亨享 仕任 休体 何河
    明朋 林木
    """
)


def look_key(text: str) -> str:
    """The plain text with each character replaced by the first of its group."""
    return text.translate(_firsts())


@cache
def _firsts() -> dict[int, str]:
    firsts: dict[int, str] = {}
    for group in GROUPS:
        for sign in group:
            firsts.setdefault(ord(sign), firsts.get(ord(group[0]), group[0]))
    return firsts
