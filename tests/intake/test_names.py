"""Pinyin initials: what a banker would type for a name."""

import subprocess
import sys
import unicodedata

import pypinyin
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rmtool.intake.names import initials


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("康佳科技", "kjkj"),
        ("康佳集团股份有限公司", "kjjtgfyxgs"),
        ("深圳市振业(集团)股份有限公司", "szszyjtgfyxgs zyjtgfyxgs"),
        ("深圳市长盈精密", "szscyjm cyjm"),
        ("中国长城科技", "zgcckj cckj"),
        ("重庆长安汽车", "cqcaqc"),
        ("厦门银行", "xmyh"),
        ("TCL科技集团", "tclkjjt"),
        ("华侨城Ａ", "hqca"),
        ("盛弘　股份", "shgf"),
        ("BM00001", "bm00001"),
        ("Huaqiang Electronics Co., Ltd.", "hecl"),
        ("3M中国", "3mzg"),
        ("（）", ""),
    ],
)
def test_a_firm_goes_by_the_first_letters_of_what_people_say(name: str, typed: str) -> None:
    assert initials(name) == typed


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("单雄信", "sxx"),
        ("翟志刚", "zzg"),
        ("仇英", "qy"),
        ("区楚良", "ocl"),
        ("解缙", "xj"),
        ("曾国藩", "zgf"),
        ("尉迟恭", "ycg"),
        ("万俟卨", "mqx"),
    ],
)
def test_a_surname_sounds_as_a_surname(name: str, first: str) -> None:
    assert initials(name).split()[0] == first


def test_a_short_name_that_may_be_a_firms_goes_by_both_sounds() -> None:
    assert initials("曾记食品") == "zjsp cjsp"


@given(st.text(max_size=12))
def test_initials_hold_nothing_that_cannot_be_typed_in_one_go(name: str) -> None:
    made = initials(name)
    assert all(way.isalnum() and way == way.lower() for way in made.split())
    assert made == " ".join(made.split())


@given(st.text("康佳行长重庆厦门藏乐科技有限公司单区ΑΣ３M·，", min_size=1, max_size=12))
def test_a_name_is_spelled_as_the_library_spells_its_words(name: str) -> None:
    letters = pypinyin.lazy_pinyin(unicodedata.normalize("NFKC", name), style=pypinyin.Style.FIRST_LETTER)
    spelled = "".join(filter(str.isalnum, "".join(letters).lower()))
    assert spelled in (*initials(name).split(), "")


def test_names_without_chinese_need_no_pinyin() -> None:
    code = (
        "import sys; from rmtool.intake.names import initials; initials('BM00001');sys.exit('pypinyin' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
