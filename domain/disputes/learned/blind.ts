/**
 * Characters that the learned part never sees a pair of (硬编码黑名单): of surnames and given names, also as they are written for Mongolian, Tibetan,
 * Uyghur and other names, and of ethnicity, religion, language and origin. What a dispute is about is told by other characters.
 */
const names =
  '张王李赵刘陈杨黄周吴徐孙朱胡郭何林罗郑梁谢宋唐许韩冯邓曹彭曾肖蔡潘袁董余苏叶吕魏蒋杜丁沈任姚卢傅钟姜崔谭廖范汪陆石戴贾韦夏邱侯邹熊孟秦白江阎薛尹段雷' +
  '黎史龙贺陶顾毛郝龚邵万钱严覃武戴莫孔向汤田马牛高金苗车房楼柴康温芦包布那其哈斯乌兰图雅格日勒巴特尔阿古拉德吉卓玛扎西丹增次仁买提江古丽依木合娜仁花' +
  '朝鲁宝音青苏和敖登塔娜萨仁其木额尔敦孟克吉雅牧仁呼伦铁柱建国建军志强秀英桂兰丽娟芳婷敏静磊涛勇杰鹏伟超浩宇轩梓涵欣怡雨诗博哲'
const kinds = '族汉蒙回藏维满壮鲜彝苗侗瑶傣佛伊斯兰基督教徒庙寺籍贯省旗语言党团员宗信仰'

export const blindCharacters: ReadonlySet<string> = new Set(names + kinds)
