"""一周走访不多的原因。"""

TEXTS = {
    "no_clients": "台账中还没有客户",
    "nobody_active": "台账中{count}位都不是在营客户",
    "no_tier_meets": "规则中没有任何分层要求面谈",
    "nobody_in_tiers": "{count}位客户都不在要求面谈的分层（{tiers}）",
    "nobody_in_tiers_blank": "{count}位客户都不在要求面谈的分层（{tiers}），其中{blank}位没有用来分层的余额",
    "holidays": "放假{count}天（{names}）",
    "leave": "本人休假{count}天",
    "busy": "日历占满{count}天",
    "past": "已过去{count}天",
    "frozen": "{count}天保持原计划",
    "no_room": "{count}个工作日、每天{visits_per_day}次、外出比例{share:share}，不足一次走访",
    "left_out": "{count}位到期客户未排上，如{name}：{reason}",
    "not_due": "另有{count}位未到时间，最早{next:date}",
}
