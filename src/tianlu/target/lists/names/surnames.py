"""Surnames: which characters can be one, and the two-character ones (百家姓, with those that are met in the
north-west)."""

from tianlu.target.lists.names.words import words

SINGLE = frozenset(
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤"
    "花方俞任袁柳酆鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧肖尹姚邵湛汪祁毛禹"
    "狄米贝明臧计伏成戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱丘骆高夏蔡田樊胡凌霍"
    "虞万支柯昝管卢莫经房裘缪干解应宗丁宣贲邓郁单杭洪包诸左石崔吉钮龚程嵇邢滑裴陆荣翁荀羊於惠甄曲家封芮羿储靳汲邴"
    "糜松井段富巫乌焦巴弓牧隗山谷车侯宓蓬全郗班仰秋仲伊宫宁仇栾暴甘钭厉戎祖武符刘景詹束龙叶幸司韶郜黎蓟薄印宿白怀"
    "蒲邰从鄂索咸籍赖卓蔺屠蒙池乔阴鬱胥能苍双闻莘党翟谭贡劳逄姬申扶堵冉宰郦雍郤璩桑桂濮牛寿通边扈燕冀郏浦尚农温别"
    "庄晏柴瞿阎充慕连茹习宦艾鱼容向古易慎戈廖庾终暨居衡步都耿满弘匡国文寇广禄阙东欧殳沃利蔚越夔隆师巩厍聂晁勾敖融"
    "冷訾辛阚那简饶空曾毋沙乜养鞠须丰巢关蒯相查后荆红游竺权逯盖益桓公仉督岳帅缑亢况郈有琴归海墨哈谯笪年爱阳佟言福"
    "邸邝鲜闫付代覃侬仡冼商鹿初敦仓乃勇宇阿才多切扎完拉尕冶妥绽撒喇"
)

DOUBLE = frozenset(
    words(
        """
        欧阳 司马 上官 诸葛 东方 皇甫 尉迟 公羊 赫连 澹台 公冶 宗政 濮阳 淳于 单于 太叔 申屠 公孙 仲孙 轩辕 令狐
        钟离 宇文 长孙 慕容 鲜于 闾丘 司徒 司空 南宫 夏侯 百里 东郭 呼延 端木 西门 独孤 南门 第五 纳兰
        """
    )
)


def surname_length(name: str) -> int:
    """How many characters of a plain name are its surname: 0 for a name that has none, such as 才让卓玛.

    A name of four characters or more that begins with no double surname has none: those are Tibetan, Mongol, Uyghur or
    Salar names. Of shorter ones the first character counts, also where it is rare.
    """
    if name[:2] in DOUBLE and len(name) > 2:
        return 2
    if "·" in name or len(name) > 3:
        return 0
    return min(1, len(name))


def is_surname(text: str) -> bool:
    """Whether the text is a known surname and nothing else."""
    return text in SINGLE or text in DOUBLE
