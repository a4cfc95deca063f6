"""潜在客户资料卡：等级、队列、每周重评。"""

TEXTS = {
    "high": "高",
    "medium": "中",
    "low": "低",
    "read": "{grade}级：价值{value}，可能性{likelihood}；{read_on:date} 看过，每{interval}天看一次",
    "never_read": "{grade}级：价值{value}，可能性{likelihood}；还没看过，每{interval}天看一次",
    "regrade": "价值{value}、可能性{likelihood}，与现有{grade}级不符",
}
