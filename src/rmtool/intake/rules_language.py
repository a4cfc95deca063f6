"""The language of the rules file: its keys, and what each holds. Not: how values are read (rules_values.py).

Descriptions are for editors that complete a rules file by its JSON Schema, so they stand here in both languages.
"""

from typing import Annotated, Any, ClassVar

from pydantic import ConfigDict, Field

from rmtool.core.rules import Share
from rmtool.intake.rules_values import (
    EVERYBODY,
    TEXT,
    Age,
    Amount,
    AnnualDay,
    AtLeast,
    AvoidedHours,
    Cadences,
    CalendarKind,
    Code,
    Comparison,
    Comparisons,
    Grade,
    Grid,
    Hours,
    KeptField,
    Kinds,
    Label,
    Labels,
    MaskedFormat,
    MaskedResult,
    Measure,
    Overload,
    Review,
    Reviews,
    Statuses,
    TierId,
    Version,
    count,
    degrees,
    everybody,
    exact,
    in_days,
    in_months,
    minutes,
    no_checks,
    number,
)
from rmtool.intake.structure import OneOrMore, Section, Stands, key

BALANCES = ("amount", "deposit", "deposit_avg", "loan", "aum", "revenue")
ATTRIBUTES = ("kind", "industry", "district", "group", "chain", "tag", "rm", "status")


class AboutClients(Section):
    """What a condition may ask of a client. Keys beyond these are balances, each with its comparisons."""

    model_config = ConfigDict(extra="allow")
    __pydantic_extra__: dict[str, Comparisons] = Field(init=False)

    named: ClassVar[tuple[str, ...]] = ATTRIBUTES

    amount: Comparisons = key('决定分层的余额，如 ">= 1000万" / the deciding balance, such as ">= 1000万"')
    deposit: Comparisons = key("存款余额 / deposits")
    deposit_avg: Comparisons = key("日均存款 / average deposits")
    loan: Comparisons = key("贷款余额 / loans")
    aum: Comparisons = key("管理资产 / assets under management")
    revenue: Comparisons = key("年收入贡献 / yearly revenue")
    kind: Kinds = key("客户类型 / kind of client")
    industry: Labels = key("行业，写一部分即可 / industry, or a part of it")
    district: Labels = key("所属区 / district")
    group: Labels = key("集团 / group")
    chain: Labels = key("产业链 / supply chain")
    tag: Labels = key("标签 / tag")
    rm: Labels = key("客户经理 / relationship manager")
    status: Statuses = key("客户状态 / status")

    def balances(self) -> list[tuple[str, list[Comparison]]]:
        """The balances asked for, with their comparisons."""
        named = [(name, getattr(self, name)) for name in BALANCES]
        return [(name, listed) for name, listed in (*named, *self.__pydantic_extra__.items()) if listed]

    def attributes(self) -> list[tuple[str, list[str]]]:
        """The attributes asked for, with the values of which one is enough."""
        return [(name.rstrip("_"), listed) for name in self.named if (listed := getattr(self, name))]


class When(AboutClients):
    """The clients of a tier."""

    any_of: "Annotated[list[Clients], OneOrMore()]" = key("满足其中一条即可 / one of these is enough")
    not_: "Clients" = key("不满足下列条件 / none of these hold", alias="not")


Clients = Annotated[When, Stands(everybody, {"const": EVERYBODY})]


class Names(Section):
    """A name in both languages."""

    zh: Label = key("中文名称 / the name in Chinese")
    en: Label = key("英文名称 / the name in English")


class TierKeys(Section):
    """One tier."""

    model_config = ConfigDict(json_schema_extra={"required": ["id", "when"]})

    id: TierId = key("分层代号 / the tier's short name, for commands")
    name: Annotated[Names, Stands(lambda text: {"zh": text, "en": text}, TEXT)] = key("显示名称 / the name shown")
    when: Clients = key("哪些客户；any 为全部 / whom it is for; any: everybody")
    cadence: Cadences = key("走访频率，按联系方式；none 为不走访 / how often, by code; none: no visits")
    visit: Annotated[int, minutes(5, 480)] = key("常规走访时长 / length of a regular visit")
    weight: Annotated[Share, exact("0", "1000", above=True)] = key("排计划时的权重 / weight in the plan")


class States(Section):
    """From which share of the interval a client is late or overdue."""

    late: Annotated[Share, exact("0", "100", above=True)] = key(
        "该联系了：已过天数 ÷ 间隔 / late from elapsed ÷ interval"
    )
    overdue: Annotated[Share, exact("0", "100", above=True)] = key("逾期：已过天数 ÷ 间隔 / overdue from")


class ChannelKeys(Names):
    """A code of the contact log."""

    counts_for: Annotated[list[Code], OneOrMore(empty=True)] = key("计入哪些方式的频率 / for which cadences it counts")


class TravelKeys(Section):
    """How long it takes between two places."""

    speed_kmh: Annotated[float, number(1, 300)] = key("市内平均时速（公里）/ average speed in km/h")
    detour: Annotated[float, number(1, 5)] = key("绕路系数 / way ÷ straight line")
    fixed: Annotated[int, minutes(0, 480)] = key("每程固定时间 / added to every way")
    same_district: Annotated[int, minutes(0, 480)] = key("同区 / within a district")
    other_district: Annotated[int, minutes(0, 480)] = key("跨区 / to another district")
    unknown: Annotated[int, minutes(0, 480)] = key("地址不详 / where an address is missing")


class BranchKeys(Section):
    """Where the day starts and ends."""

    lat: Annotated[float, degrees(90)] = key("纬度 / latitude")
    lon: Annotated[float, degrees(180)] = key("经度 / longitude")
    district: Label = key("所属区 / district")


class WeekKeys(Section):
    """The working week."""

    shifts: Hours = key("上班时段 / working hours")
    grid: Grid = key("开始时间的间隔 / visits start every so many minutes")
    visit: Annotated[int, minutes(5, 480)] = key("一次走访的时长 / length of a visit")
    visits_per_day: Annotated[int, count(1, 50)] = key("每天最多走访几次 / visits a day at most")
    field_share: Annotated[Share, exact("0", "1", above=True)] = key("可外出走访的比例 / share of the possible visits")
    prospect_share: Annotated[Share, exact("0", "1")] = key("其中留给潜在客户的比例 / of that, kept for prospects")
    avoid: AvoidedHours = key("不宜走访的时段 / half-days without visits")
    rest_days_after_trip: Annotated[int, count(0, 30)] = key(
        "客户出差回来后休息几个工作日 / working days of rest after a trip"
    )
    frozen_days: Annotated[int, count(0, 30)] = key(
        "今天之后几个工作日不改计划 / working days after today left as planned"
    )
    overload: Overload = key("排不下时怎么办 / what to do when not everybody fits")
    travel: TravelKeys = key("路程 / ways")
    branch: BranchKeys = key("网点位置 / where the branch is")
    busy: Annotated[list[Label], OneOrMore(empty=True)] = key(
        "占用时间的日历文件或文件夹（.ics）/ calendar files or folders whose events take time"
    )


class IndustryKeys(Section):
    """Hours in which firms of an industry are seen."""

    hours: Hours = key("可拜访的时段 / hours in which they are seen")


class ClassKeys(Section):
    """80/20: the cumulative share, before the client, below which it is A or B."""

    A: Annotated[Share, exact("0", "1", above=True)] = key("A 类上限 / A below this share")
    B: Annotated[Share, exact("0", "1", above=True)] = key("B 类上限 / B below this share")


class ValueKeys(Section):
    """From which value a prospect's is high or medium."""

    high: AtLeast = key('高，如 ">= 1000万" / high, such as ">= 1000万"')
    medium: AtLeast = key("中 / medium")


class LikelihoodKeys(Section):
    """From which likelihood a prospect's is high or medium."""

    high: Annotated[Share, exact("0", "1")] = key("高 / high from")
    medium: Annotated[Share, exact("0", "1")] = key("中 / medium from")


class GradesByLikelihood(Section):
    """The grade for each likelihood."""

    high: Grade = key("可能性高 / likelihood high")
    medium: Grade = key("可能性中 / likelihood medium")
    low: Grade = key("可能性低 / likelihood low")


class GradeKeys(Section):
    """The grade for each value and likelihood."""

    high: GradesByLikelihood = key("价值高 / value high")
    medium: GradesByLikelihood = key("价值中 / value medium")
    low: GradesByLikelihood = key("价值低 / value low")


class ReviewKeys(Section):
    """How often a card of each grade is read."""

    A: Review = key("A 级 / grade A")
    B: Review = key("B 级 / grade B")
    C: Review = key("C 级 / grade C")


class TriggerRuleKeys(Section):
    """What a trigger does to the likelihood."""

    up: Annotated[Share, exact("0", "1")] = key("可能性提高多少 / by how much the likelihood rises", alias="raise")
    days: Annotated[int, in_days(1, 3650)] = key("有效多久 / for how long", alias="for")


class TriggersKeys(Section):
    """What makes a good moment."""

    newly_opened: TriggerRuleKeys = key("新开业 / newly opened")
    celebration: TriggerRuleKeys = key("庆典、喜事 / a celebration")
    difficulty: TriggerRuleKeys = key("暂时困难 / a temporary difficulty")
    unhappy: TriggerRuleKeys = key("对他行不满 / unhappy with another bank")
    restructuring: TriggerRuleKeys = key("重组 / restructuring")
    cash_management: TriggerRuleKeys = key("资金管理方式变化 / a change in how it manages funds")
    other: TriggerRuleKeys = key("其他 / anything else")


class SilenceKeys(Section):
    """What silence does to the likelihood."""

    every: Annotated[int, in_days(1, 3650)] = key("每过多久没有联系 / each so long without a contact")
    down: Annotated[Share, exact("0", "1")] = key("可能性降低多少 / lowers the likelihood by this", alias="lower")
    most: Annotated[Share, exact("0", "1")] = key("最多降低多少 / at most by this")


class ReleaseKeys(Section):
    """After how long without a contact a card is proposed for release."""

    A: Annotated[int, in_days(1, 3650, "never")] = key("A 级 / grade A")
    B: Annotated[int, in_days(1, 3650, "never")] = key("B 级 / grade B")
    C: Annotated[int, in_days(1, 3650, "never")] = key("C 级 / grade C")


class FindKeys(Section):
    """What makes a client of the book worth a card."""

    growth: Annotated[Share, exact("0", "100", above=True)] = key("余额增长比例 / growth of the balance")
    within: Annotated[int, in_days(1, 3650)] = key("在多久之内 / within so long")
    peers: Annotated[int, count(1, 1000)] = key("至少几个同业 / so many peers at least")
    held_by: Annotated[Share, exact("0", "1", above=True)] = key("同业持有比例 / share of the peers that hold it")
    most: Annotated[int, count(1, 1000)] = key("最多列几户 / so many are proposed")


class ProspectKeys(Section):
    """Prospect cards."""

    value: ValueKeys = key("价值分档 / levels of value")
    likelihood: LikelihoodKeys = key("可能性分档 / levels of likelihood")
    grades: GradeKeys = key("评级：价值 → 可能性 → A/B/C / value → likelihood → grade")
    review: ReviewKeys = key("多久看一次资料卡 / how often a card is read")
    cadence: dict[Grade, Cadences] = key("对潜在客户的走访频率 / meetings sought with prospects")
    triggers: TriggersKeys = key("触发因素 / what makes a good moment")
    silence: SilenceKeys = key("久未联系 / silence")
    release: ReleaseKeys = key("多久没有联系建议放弃 / released after so long without a contact")
    find: FindKeys = key("从台账里找潜力客户 / finding prospects in the book")


class FestivalKeys(Section):
    """A festival on which greetings are sent, by the sun or the moon."""

    name: Annotated[Names, Stands(lambda text: {"zh": text, "en": text}, TEXT)] = key("名称 / name")
    day: AnnualDay = key("每年哪一天，如 10-01、正月初一 / which day of the year, such as 10-01 or 正月初一")


class PostLoanKeys(Section):
    """When loans are checked."""

    first: Annotated[int, in_days(1, 366)] = key("放款后多少天内首检 / first check, days after it is paid out")
    short: Annotated[int, in_months(1, 120)] = key("短期贷款：期限不超过 / short loans: of at most")
    every_short: Annotated[int, in_months(1, 36)] = key("短期贷款每隔多久 / short loans: every")
    every: Annotated[int, in_months(1, 36)] = key("其余贷款每隔多久 / other loans: every")
    by: Annotated[list[Code], OneOrMore()] = key("哪些联系方式算一次检查 / contacts that are a check")


class OccasionKeys(Section):
    """Days that are worth a word."""

    days: Annotated[int, count(1, 366)] = key("提前多少天提示 / how many days ahead they are shown")
    festivals: Annotated[list[FestivalKeys], OneOrMore(empty=True)] = key("节日问候 / festivals for greetings")
    first_use: Annotated[int, in_days(0, 366, "none")] = key(
        "首次使用产品后多少天回访，none 为不回访 / a call so many days after the first use of a product; none: no call"
    )
    post_loan: Annotated[PostLoanKeys, Stands(no_checks, {"const": "none"})] = key(
        "贷后检查，none 为不提示 / post-loan checks; none: not shown"
    )


class MoveKeys(Section):
    """What is a large move of a client's balance, in or out."""

    amount: Amount = key("变动达到多少，如 1000万 / from this amount on")
    share: Annotated[Share, exact("0", "100", above=True)] = key(
        "或变动达到原余额的几成 / or from this share of what was there"
    )
    at_least: Amount = key("按比例时至少变动多少 / by share, but at least this amount")
    over: Annotated[int, in_days(1, 366)] = key("多少天之内的变动 / within so many days")


class FallingKeys(Section):
    """When a balance keeps falling."""

    times: Annotated[int, count(2, 12)] = key("连续下降几次 / so many times in a row")
    share: Annotated[Share, exact("0", "1")] = key("合计下降几成 / together by this share")
    apart: Annotated[int, in_days(1, 92)] = key("相隔不足多少天的余额算一次 / balances closer than this count once")


class IdleKeys(Section):
    """When a deposit lies idle."""

    amount: Amount = key("存款达到多少 / deposits from this amount on")
    days: Annotated[int, in_days(1, 731)] = key("多少天没有变动 / unmoved for so many days")
    band: Annotated[Share, exact("0", "1")] = key("变动不超过几成算没有变动 / moved by no more than this share")


class AlertKeys(Section):
    """What wants a look."""

    days: Annotated[int, in_days(1, 366)] = key("变动在多少天内算新情况 / how long a change is news")
    move: Annotated[MoveKeys, Stands(no_checks, {"const": "none"})] = key(
        "余额大额变动，none 为不提醒 / large moves; none"
    )
    falling: Annotated[FallingKeys, Stands(no_checks, {"const": "none"})] = key(
        "余额连续下降，none 为不提醒 / falling several times in a row; none"
    )
    idle: Annotated[IdleKeys, Stands(no_checks, {"const": "none"})] = key(
        "大额存款长期不动，none 为不提醒 / large deposits that lie idle; none"
    )
    classes: Annotated[list[Grade], OneOrMore(empty=True)] = key("进出哪些 80/20 类别时提醒 / 80/20 classes watched")
    lapsed: Annotated[Share, exact("0", "100")] = key(
        "多少个间隔没有联系；0 为不提醒 / intervals without contact; 0: none"
    )


class LevelKeys(Section):
    """A level of the people whom one meets."""

    name: Annotated[Names, Stands(lambda text: {"zh": text, "en": text}, TEXT)] = key("名称 / name")
    titles: Labels = key("职务里的字 / words of titles")
    shortest: Annotated[int, minutes(1, 480)] = key("最短谈多久 / at least so long")
    longest: Annotated[int, minutes(1, 480)] = key("最长谈多久 / at most so long")


class MeetingKeys(Section):
    """Whom to see first, and for how long."""

    first: Annotated[int, minutes(1, 480)] = key("首次拜访不超过 / a first call is never longer")
    levels: Annotated[list[LevelKeys], OneOrMore(empty=True)] = key(
        "层级，先见的在前 / levels, the first to be seen first"
    )


class ImportKeys(Section):
    """What an import may change."""

    keep: Annotated[list[KeptField], OneOrMore(empty=True)] = key(
        "台账已有内容则不覆盖的字段，如 [rm, district] / fields that an import fills but never changes"
    )


class JournalKeys(Section):
    """What the record of changes keeps."""

    keep: Age = key(
        "改动前的内容保留多久，如 1y；forever 为一直保留 / how long rows are kept as they were before a change"
    )


class PrivacyKeys(Section):
    """What leaves, and for how long."""

    mask: Annotated[list[MaskedResult], OneOrMore(empty=True)] = key(
        "写成文件时默认脱敏的报告，如 [report week] / results that are masked where they are written to a file"
    )
    formats: Annotated[list[MaskedFormat], OneOrMore(empty=True)] = key(
        "哪些格式的文件 / formats of such files, as by their suffix"
    )
    exports: Age = key("导出文件有效多久，如 90d；forever 为不限 / for how long exported files are valid")


class RulesKeys(Section):
    """A rules file."""

    model_config = ConfigDict(json_schema_extra={"required": ["tiers"]}, title="rmtool rules")

    version: Version = key("语言版本，1 / version of this language, 1")
    measure: Annotated[list[Measure], OneOrMore()] = key(
        "按哪个余额分层，取客户有的第一个 / deciding balance, the first it has"
    )
    tiers: list[TierKeys] = key(
        "分层，第一个符合的算数，最后一层须为 any / tiers; the first that matches wins, the last is any"
    )
    scale: Annotated[Share, exact("0", "100", above=True)] = key(
        "分层金额门槛的系数，如 0.9 / factor on the tiers' amounts"
    )
    hysteresis: Annotated[Share, exact("0", "0.99")] = key(
        "降层缓冲：低于门槛这一比例才降 / how far below before a client leaves"
    )
    not_before: Annotated[Share, exact("0", "1")] = key(
        "过了间隔的几成才再提议 / share of the interval before a new proposal"
    )
    states: States = key("该联系了、逾期的界线 / when a client is late, overdue")
    channels: dict[Code, ChannelKeys] = key("联系方式 / codes of the contact log")
    week: WeekKeys = key("一周工作安排 / the working week")
    calendar: CalendarKind = key("CN 法定节假日；none 周一至周五 / calendar")
    industries: dict[Label, IndustryKeys] = key("行业可拜访时段 / hours of industries")
    classes: ClassKeys = key("80/20 分类 / 80/20 classes")
    prospects: ProspectKeys = key("潜在客户 / prospects")
    reviews: Reviews = key(
        "资产回顾频率，按分层；none 为不回顾 / how often a client's position is reviewed, by tier; none: not at all"
    )
    occasions: OccasionKeys = key("关怀日 / occasions")
    alerts: AlertKeys = key("提醒 / alerts")
    meetings: MeetingKeys = key("见谁、谈多久 / whom to meet, and for how long")
    import_: ImportKeys = key("导入 / imports", alias="import")
    journal: JournalKeys = key("操作记录 / record of changes")
    privacy: PrivacyKeys = key("对外文件的脱敏与期限 / masks and terms of what leaves")


def schema() -> dict[str, Any]:
    """The language as JSON Schema."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **RulesKeys.model_json_schema(by_alias=True)}
