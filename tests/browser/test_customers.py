"""The list of customers on the desk as those use it who do: couriers, a manager, an administrator, an auditor."""

import re
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.customers_office import (
    AUDITOR,
    CLOSED,
    COURIER,
    MANAGER,
    OTHER_OUTLET,
    OUTLET,
    PASSWORDS,
    SECOND,
    Office,
    act,
    begin,
    choose,
    customers_office,
    drawer_of,
)
from tests.browser.test_accessible import faults
from tests.people.signin.post_office import BOSS, COUNTY
from tianlu.target.lists.customers.levels import shipped_levels
from tianlu.target.lists.customers.model import Tier

READS_APART_MS = 30_000
"""A file is read in a process of its own."""


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[Office]:
    with customers_office(tmp_path_factory.mktemp("customers"), browser) as opened:
        yield opened


def test_courier_signs_in_with_his_own_password_and_works_a_customer_to_strike_off(
    office: Office, browser: Browser
) -> None:
    office.enter("yak", name="雪域牦牛肉合作社")
    page = browser.new_page(locale="zh-CN", viewport={"width": 1440, "height": 900})
    sign_in_as_new(page, office)
    expect(page.get_by_role("button", name="申请入单")).to_have_count(0)
    drawer = choose(page, "雪域牦牛肉合作社")
    dialog = begin(page, "认领")
    expect(dialog).to_contain_text("您名下该等级： 已有 0 / 40 户")
    expect(dialog.get_by_label("B 角").locator("option")).to_have_text(
        ["不设", "李雪梅 · 共和县", "扎西 · 恰卜恰支局", "卓玛 · 共和县"]
    )
    dialog.get_by_label("B 角").select_option(label="扎西 · 恰卜恰支局")
    dialog.get_by_role("button", name="认领", exact=True).click()
    expect(drawer).to_contain_text("认领有效期至")
    expect(drawer).to_contain_text("暂不能申请销号：还有该层级要求的工作没有完成")
    expect(drawer).to_contain_text("签约 0/1 须有凭证")
    expect(drawer.get_by_role("button", name="申请销号")).to_have_count(0)

    dialog = begin(page, "登记工作", 工作="签约")
    expect(dialog.get_by_label(re.compile("凭证"))).to_have_attribute("required", "")
    dialog.get_by_role("button", name="登记", exact=True).click()
    expect(dialog, "without evidence it is not sent").to_be_visible()
    dialog.get_by_label(re.compile("凭证")).fill("合同 118")
    dialog.get_by_role("button", name="登记", exact=True).click()
    expect(drawer).to_contain_text("签约 1/1")
    for work in ("上门走访", "方案报价"):
        act(page, "登记工作", "登记", 工作=work)
    expect(drawer).to_contain_text("该层级要求的工作都已完成")
    act(page, "申请销号", "申请销号", 理由="已签约")
    expect(drawer).to_contain_text("待复核销号")
    expect(drawer).to_contain_text("才让 申请：已签约")

    his = office.open(MANAGER)
    his.get_by_label("待审批或复核").check()
    choose(his, "雪域牦牛肉合作社")
    act(his, "审批", "提交")
    expect(drawer_of(his)).to_contain_text("已销号")
    page.reload()
    expect(drawer).to_contain_text("已销号")
    act(his, "重新打开", "重新打开", 理由="业务下滑")
    expect(drawer_of(his)).to_contain_text("上门走访 0/1")
    expect(drawer_of(his)).to_contain_text("（上一轮）")
    page.context.close()
    his.context.close()


def sign_in_as_new(page: Page, office: Office) -> None:
    """By the link that he was handed."""
    page.goto(office.reset_link(COURIER))
    page.get_by_label("新密码").fill(PASSWORDS[COURIER])
    page.get_by_role("button", name="保存新密码").click()
    expect(page.get_by_text("新密码已生效")).to_be_visible()
    page.goto(f"{office.address}/target")
    page.get_by_label("工号").fill(COURIER)
    page.get_by_label("密码").fill(PASSWORDS[COURIER])
    page.get_by_role("button", name="登录", exact=True).click()
    expect(page.get_by_role("heading", name="客户清单")).to_be_visible()


def test_owner_hands_a_customer_over_to_who_has_room_and_a_manager_releases_him(office: Office) -> None:
    for k in range(shipped_levels()[Tier.SPECIAL].capacity):
        office.send(MANAGER, "customer.assign", OUTLET, customer=office.enter(f"s{k}", tier="special"), owner=SECOND)
    office.enter("handed", tier="special")
    office.send(COURIER, "customer.claim", OUTLET, customer="handed")
    page = office.open(MANAGER)
    drawer = choose(page, "合作社 handed")
    dialog = begin(page, "移交")
    owners = dialog.get_by_label("责任人（A 角）")
    expect(owners.locator("option", has_text="扎西")).to_contain_text("已有 8 / 8 户，已满")
    expect(owners.locator("option", has_text="扎西")).to_be_disabled()
    expect(owners.locator("option", has_text="卓玛")).to_contain_text("已有 0 / 8 户")
    office.send(SECOND, "customer.release", OUTLET, customer="s0")
    dialog.get_by_role("button", name="取消").click()

    dialog = begin(page, "移交")
    owners.select_option(label="扎西 · 恰卜恰支局 · 已有 7 / 8 户")
    dialog.get_by_role("button", name="移交", exact=True).click()
    expect(drawer).to_contain_text("扎西")
    act(page, "放弃认领", "放弃认领")
    expect(drawer).to_contain_text("无人认领")
    page.context.close()


def test_customer_is_changed_leaves_the_list_and_is_proposed_again(office: Office) -> None:
    office.enter("goes", name="贵南羊毛厂", monthly_fen=500_000)
    page = office.open(MANAGER)
    drawer = choose(page, "贵南羊毛厂")
    act(page, "修改", "保存", 等级="三级", 地址="恰卜恰镇")
    expect(drawer).to_contain_text("三级")
    act(page, "申请出单", "申请出单", 理由="已停业")
    expect(drawer).to_contain_text("待审批出单")
    expect(drawer).to_contain_text("暂不能审批：您是申请人，须由第二人办理")
    expect(drawer.get_by_role("button", name="审批")).to_have_count(0)

    other = office.open(BOSS, "?waiting=true&customer=goes")
    act(other, "审批", "提交")
    expect(drawer_of(other)).to_contain_text("已出单")
    page.reload()
    dialog = begin(page, "申请重新入单")
    expect(dialog.get_by_label("名称")).to_have_value("贵南羊毛厂")
    expect(dialog.get_by_label("月均收入（元）")).to_have_value("5000")
    dialog.get_by_label("理由").fill("恢复营业")
    dialog.get_by_role("button", name="申请重新入单").click()
    expect(drawer).to_contain_text("卓玛 申请：恢复营业")
    other.reload()
    act(other, "审批", "提交")
    expect(drawer_of(other)).to_contain_text("在单")
    page.context.close()
    other.context.close()


def test_after_a_refusal_he_is_shown_as_he_is_now_and_what_was_typed_stays(office: Office) -> None:
    office.enter("stale", name="同德奶厂")
    page = office.open(MANAGER)
    drawer = choose(page, "同德奶厂")
    dialog = begin(page, "修改", 地址="唐谷镇")
    office.send(office.boss, "customer.change", OUTLET, customer="stale", tier="first", phone="13900001111")
    dialog.get_by_role("button", name="保存").click()
    expect(dialog.get_by_role("alert")).to_be_visible()
    expect(dialog.get_by_label("地址")).to_have_value("唐谷镇")
    expect(dialog.get_by_label("电话"), "what the other changed is shown").to_have_value("13900001111")
    expect(drawer).to_contain_text("一级")
    dialog.get_by_role("button", name="保存").click()
    expect(drawer).to_contain_text("唐谷镇")
    expect(drawer, "and is not undone").to_contain_text("13900001111")
    expect(drawer).to_contain_text("一级")

    dialog = begin(page, "认领")
    office.send(COURIER, "customer.claim", OUTLET, customer="stale")
    dialog.get_by_role("button", name="认领", exact=True).click()
    expect(dialog.get_by_role("alert")).to_contain_text(f"已由 {COURIER} 认领")
    expect(dialog.locator("[data-test=as-he-is]")).to_contain_text("责任人 才让")
    expect(drawer).to_contain_text("才让")
    page.context.close()


def test_person_is_masked_for_a_courier_until_he_owns_him(office: Office) -> None:
    office.enter("person", kind="person", name="多杰太", phone="13912345678", tier="small")
    page = office.open(SECOND, "?customer=person")
    drawer = drawer_of(page)
    expect(drawer).to_contain_text("个人信息已隐去")
    expect(drawer.get_by_role("heading", name="多**")).to_be_visible()
    expect(page.get_by_text("多杰太")).to_have_count(0)
    act(page, "认领", "认领")
    expect(drawer.get_by_role("heading", name="多杰太")).to_be_visible()
    expect(drawer).to_contain_text("13912345678")
    page.context.close()


def test_what_the_list_is_narrowed_to_stands_in_the_address(office: Office) -> None:
    office.enter("lost-1", name="流失一号", relation="lost", tier="first")
    office.enter("lost-2", name="流失二号", relation="lost", tier="third")
    page = office.open(MANAGER)
    total = page.locator("[data-test=total]")
    expect(total).not_to_have_text("2")
    page.get_by_label("客户类型", exact=True).select_option("流失")
    expect(total).to_have_text("2")
    page.get_by_label("等级", exact=True).select_option("一级")
    expect(total).to_have_text("1")
    page.get_by_role("row", name="流失一号").click()
    expect(page).to_have_url(re.compile("relation=lost.*customer=lost-1"))
    sent = office.open(MANAGER, "?" + page.url.split("?")[1])
    expect(sent.locator("[data-test=total]")).to_have_text("1")
    expect(drawer_of(sent)).to_contain_text("流失一号")
    page.go_back()
    expect(drawer_of(page)).to_have_count(0)
    page.go_back()
    expect(total).to_have_text("2")
    expect(page.get_by_label("等级", exact=True)).to_have_value("")
    page.get_by_label("企业名称或客户编号").fill("流失二号")
    expect(page).to_have_url(re.compile("text="))
    expect(total).to_have_text("1")
    page.get_by_role("button", name="清空筛选").click()
    expect(page.get_by_label("企业名称或客户编号")).to_have_value("")
    expect(total).not_to_have_text("1")
    page.context.close()
    sent.context.close()


def test_funnel_goes_down_the_tree_and_its_bars_are_lists(office: Office) -> None:
    office.enter("at-county", COUNTY, relation="new", tier="third")
    for k in range(3):
        office.enter(f"far-{k}", OTHER_OUTLET, relation="new", tier="third")
    office.send(MANAGER, "customer.claim", OTHER_OUTLET, customer="far-0")
    page = office.open(MANAGER, "?relation=new&tier=third")
    funnel, total = page.get_by_role("region", name="销号漏斗"), page.locator("[data-test=total]")
    expect(funnel.locator("[data-step=listed]")).to_contain_text("4")
    expect(funnel.locator(f"[data-row={OTHER_OUTLET}]")).to_contain_text("0 / 3")
    expect(funnel).to_contain_text("本级直接管理1")
    funnel.locator(f"[data-row={OTHER_OUTLET}]").click()
    expect(page).to_have_url(re.compile(f"org={OTHER_OUTLET}"))
    expect(total).to_have_text("3")
    funnel.locator("[data-step=claimed]").click()
    expect(total).to_have_text("1")
    expect(page.get_by_role("button", name="进度：已认领")).to_be_visible()
    expect(funnel.locator("[data-step=listed]"), "the funnel itself stays").to_contain_text("3")
    funnel.get_by_role("button", name="共和县").click()
    funnel.get_by_role("button", name="按责任人").click()
    funnel.locator(f"[data-row={MANAGER}]").click()
    expect(page.get_by_role("button", name="责任人：我")).to_be_visible()
    expect(total).to_have_text("1")
    page.context.close()


def test_closed_unit_is_seen_and_nothing_is_done_there(office: Office) -> None:
    office.enter("of-closed", CLOSED)
    office.send(office.boss, "org.close", CLOSED)
    page = office.open(MANAGER, f"?org={CLOSED}&customer=of-closed")
    expect(drawer_of(page)).to_contain_text("所属机构已撤销，不能办理")
    expect(drawer_of(page).get_by_role("button", name=re.compile("认领|修改|移交|登记"))).to_have_count(0)
    expect(page.get_by_text("旧支局已撤销：客户只能查看")).to_be_visible()
    expect(page.get_by_role("button", name="申请入单")).to_have_count(0)
    page.context.close()


def test_consents_are_recorded_and_withdrawn_and_the_records_of_lists_are_shown(office: Office) -> None:
    office.ask(office.boss, "entity.add", id="bank", kind="bank", name="邮储银行", name_en="Postal bank")
    records = [{"source": "寄递清单", "key": "J-118", "line": "寄递", "fen": 60_000}]
    office.enter("agrees", name="才旦商行", records=records)
    page = office.open(COURIER, "?customer=agrees")
    drawer = drawer_of(page)
    consents = drawer.get_by_role("region", name="同意记录")
    expect(consents).to_contain_text("没有登记同意")
    act(page, "登记同意", "登记", 同意事项="向其他主体提供", 接收方="邮储银行", 依据="同意书 118 号")
    expect(consents).to_contain_text("已同意 向其他主体提供：邮储银行")
    expect(consents).to_contain_text("同意书 118 号 · 才让")
    act(page, "登记同意", "登记", 同意事项="向其他主体提供", 接收方="邮储银行", 客户表示="不同意或已撤回")
    expect(consents).to_contain_text("不同意或已撤回 向其他主体提供：邮储银行")
    consents.get_by_text("以前的记录 1 条").click()
    expect(consents.get_by_text("同意书 118 号 · 才让")).to_be_visible()
    expect(drawer.get_by_role("region", name="来源记录").get_by_role("row").nth(1)).to_contain_text("J-118")
    page.context.close()


def test_list_goes_out_as_excel_is_edited_and_comes_back(office: Office, tmp_path: Path) -> None:
    office.enter("sheet", name="表格商店", relation="lost", tier="small")
    page = office.open(MANAGER, "?relation=lost&tier=small")
    acts = page.get_by_role("group", name="客户清单")
    with page.expect_download() as download:
        acts.get_by_role("button", name=re.compile("导出")).click()
    download.value.save_as(tmp_path / "客户.xlsx")
    book = openpyxl.load_workbook(tmp_path / "客户.xlsx")
    sheet = book["客户清单"]
    heads = [cell.value for cell in sheet[1]]
    assert [row[0].value for row in sheet.iter_rows(min_row=2)] == ["sheet"], "as the list is narrowed"
    phone = next(k for k, head in enumerate(heads, 1) if "电话" in str(head))
    sheet.cell(2, phone).value = "13700002222"
    book.save(tmp_path / "改好.xlsx")
    acts.get_by_role("button", name=re.compile("导入")).click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("选择文件").set_input_files(tmp_path / "改好.xlsx")
    dialog.get_by_role("button", name="导入 1 行").click(timeout=READS_APART_MS)
    expect(dialog.get_by_text("导入完成")).to_be_visible(timeout=READS_APART_MS)
    dialog.get_by_role("button", name="关闭", exact=True).click()
    expect(choose(page, "表格商店")).to_contain_text("13700002222")
    page.context.close()


def test_auditor_sees_all_and_is_offered_nothing(office: Office) -> None:
    office.enter("audited")
    office.work_off("audited")
    page = office.open(AUDITOR, "?customer=audited")
    drawer = drawer_of(page)
    expect(drawer).to_contain_text("单号-contract")
    expect(drawer.locator(".acts")).to_have_count(0)
    expect(drawer.locator(".held")).to_have_count(0)
    expect(page.get_by_role("button", name="申请入单")).to_have_count(0)
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("region", name="Way to strike-off")).to_be_visible()
    expect(page.get_by_role("complementary", name="Customer")).to_contain_text("Asked for before strike-off")
    page.context.close()


@pytest.mark.parametrize(
    ("size", "language", "theme", "wide"),
    [
        (DESKTOP, "zh", "dark", "&wide=true"),
        (DESKTOP, "en", "light", ""),
        (PHONE, "en", "light", ""),
        (PHONE, "zh", "dark", ""),
    ],
)
def test_list_and_drawer_are_accessible_and_fit(
    office: Office, size: tuple[int, int], language: str, theme: str, wide: str
) -> None:
    customer = office.enter(f"c-{language}-{theme}-{size[0]}")
    office.send(COURIER, "customer.claim", OUTLET, customer=customer)
    office.send(
        COURIER, "customer.consent", OUTLET, customer=customer, purpose="marketing", is_given=False, day="2026-01-01"
    )
    page = office.open(COURIER, f"?customer={customer}{wide}", size=size, language=language, theme=theme)
    drawer = page.get_by_role("complementary", name=re.compile("客户|Customer"))
    expect(drawer).to_contain_text(customer)
    assert faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    drawer.get_by_role("button", name=re.compile("^(登记工作|Record work)$")).click()
    page.get_by_role("dialog").wait_for()
    page.wait_for_timeout(400)
    assert faults(page) == []
    page.context.close()
