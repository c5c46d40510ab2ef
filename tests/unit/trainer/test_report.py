import re
from dataclasses import replace
from html.parser import HTMLParser

import numpy as np
import pytest

from lgg_viewer.core.metrics import Counts
from lgg_viewer.errors import LggError
from tests.unit.trainer.tiny_cohort import write_cohort
from tests.unit.trainer.tiny_evaluation import evaluate_cohort, make_scores, see_cores
from trainer.report.curves import draw_curves
from trainer.report.page import render_page
from trainer.report.pictures import draw_pictures
from trainer.report.training_log import read_training_log
from trainer.scoring.triptych import Triptych, choose_slice


@pytest.fixture(scope="module")
def result(tmp_path_factory):
    folder = tmp_path_factory.mktemp("cohort")
    write_cohort(folder, patients=2)
    return evaluate_cohort(folder, see_cores)


@pytest.fixture(scope="module")
def page(result):
    return render_page(result)


def with_scores(result, scores):
    """The same evaluation of other patients; they borrow a picture."""
    picture = next(iter(result.triptychs.values()))
    return replace(result, scores=tuple(scores), triptychs={s.patient: picture for s in scores})


class Tags(HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.found = []
        self.open = []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.found.append((tag, dict(attributes)))
        if tag not in {"meta", "br", "link", "img"}:
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        self.found.append((tag, dict(attributes)))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


def test_the_page_is_whole_html_and_stands_alone(page):
    tags = Tags(page)
    assert tags.open == []
    kinds = {tag for tag, _ in tags.found}
    assert kinds.isdisjoint({"script", "link", "iframe", "object", "embed", "form", "base"})
    for tag, attributes in tags.found:
        assert not any(name.startswith("on") for name in attributes)
        for name in ("src", "href", "xlink:href", "srcset", "data"):
            target = attributes.get(name, "#")
            assert target.startswith(("#", "data:image/png;base64,")) or (tag == "a" and target.startswith("https://"))
    assert "@import" not in page
    assert re.findall(r"url\((?!#)", page) == []


def test_what_a_drawing_refers_to_is_there_once(page):
    names = [attributes["id"] for _, attributes in Tags(page).found if "id" in attributes]
    assert len(names) == len(set(names))
    targets = re.findall(r'href="#([^"]+)"', page) + re.findall(r"url\(#([^)]+)\)", page)
    assert targets
    assert set(targets) <= set(names)


def test_drawings_follow_the_theme_of_the_page(page):
    plots = re.findall(r'<figure class="plot">(.*?)</figure>', page, flags=re.DOTALL)
    assert len(plots) == 6
    # a colour of its own would vanish in the dark theme or the light one
    assert [re.findall(r"#[0-9a-fA-F]{6}\b", plot) for plot in plots] == [[]] * 6
    used = set(re.findall(r"var\((--\w+)\)", page))
    assert {"--ink", "--line", "--accent", "--paper"} <= used
    assert used <= set(re.findall(r"(--\w+):", page))


def test_the_heading_says_what_was_scored_and_how_to_do_it_again(page, result):
    assert "For research use only" in page
    for told in (*(m.sha256 for m in result.heading.models), "two folds", "fold 0", result.heading.command):
        assert told in page


def test_every_patient_stands_in_the_table(page, result):
    for score in result.scores:
        assert f"<tr><th>{score.patient}</th>" in page
        assert f'<td class="n">{score.counts.dice:.3f}</td>' in page


def test_published_figures_stand_beside_with_their_source(page):
    for told in ("0.836", "0.873", "10.1016/j.compbiomed.2019.05.002", "PMC6396436"):
        assert told in page


def test_every_figure_that_is_told_is_defined(page, result):
    defined = page.split("What each figure means")[1]
    for title in re.findall(r"<th>([^<]+)</th>", page.split("<h2>Per patient</h2>")[1].split("</table>")[0])[1:]:
        if not title.startswith(("Mean", "Median")):
            assert f"<dt>{title}</dt>" in defined
    assert "<dt>AUROC" in defined


def test_a_name_is_text_and_never_markup(result):
    score = replace(result.scores[0], patient="<b onclick=x>&")
    page = render_page(with_scores(result, [score]))
    assert "<b onclick" not in page
    assert "&lt;b onclick=x&gt;&amp;" in page


def test_pictures_show_the_worst_five_the_middle_and_the_best(result):
    scores = make_scores(*(Counts(k, 10, 10) for k in range(1, 13)))
    page = render_page(with_scores(result, scores))
    shown = re.findall(r"<figcaption><b>(\w+)</b> · ([\w ]+) ·", page)
    assert shown == [
        ("P0", "worst"),
        ("P1", "second worst"),
        ("P2", "third worst"),
        ("P3", "fourth worst"),
        ("P4", "fifth worst"),
        ("P6", "median"),
        ("P11", "best"),
    ]


@pytest.mark.parametrize(
    "counts",
    [
        [Counts(0, 0, 0)],
        [Counts(0, 0, 50)],
        [Counts(0, 40, 0), Counts(20, 0, 0)],
        [Counts(k, 10, 0) for k in range(1, 91)],
    ],
    ids=["nothing there and nothing found", "nothing found", "found in vain", "ninety patients"],
)
def test_any_group_of_patients_has_its_page(result, counts):
    page = render_page(with_scores(result, make_scores(*counts)))
    assert Tags(page).open == []
    assert "nan" not in re.findall(r">\s*([^<\s]+)\s*<", page)


def make_triptych(truth, prediction, flair=None):
    return Triptych("S", 3, np.full(truth.shape, 100, np.uint8) if flair is None else flair, truth, prediction)


def area(path):
    """The area inside the closed loops of an SVG path; holes run the other way round."""
    total = 0.0
    for loop in path.strip("MZ").split("ZM"):
        points = np.array([p.split(" ") for p in loop.split("L")], float)
        x, y = points.T
        total += (np.roll(x, -1) * y - x * np.roll(y, -1)).sum() / 2
    return abs(total)


def test_what_is_drawn_is_the_mask():
    rng = np.random.default_rng(0)
    truth, prediction = rng.random((2, 30, 30)) > 0.6
    drawn = draw_pictures(make_triptych(truth, prediction), "a", "told")
    paths = dict(re.findall(r'<path class="(truth|prediction)" d="([^"]+)"', drawn))
    assert area(paths["truth"]) == truth.sum()
    assert area(paths["prediction"]) == prediction.sum()


def test_the_picture_is_cut_to_the_head():
    flair = np.zeros((64, 48), np.uint8)
    flair[20:40, 10:20] = 200
    nothing = np.zeros(flair.shape, bool)
    drawn = draw_pictures(make_triptych(nothing, nothing, flair), "a", "told")
    assert 'viewBox="-1 14 32 32"' in drawn
    assert 'viewBox="0 0 64 64"' in draw_pictures(make_triptych(nothing, nothing, flair * 0), "a", "told")


def test_the_slice_with_most_tumour_is_shown():
    truth, prediction = np.zeros((2, 3, 4, 4), bool)
    prediction[2, :2] = True
    assert choose_slice(truth, prediction) == 2
    truth[1, 0] = True
    assert choose_slice(truth, prediction) == 1


def test_the_curves_of_the_training_are_shown_where_there_are_any(result, tmp_path):
    assert "<h3>Training</h3>" not in render_page(result, run=tmp_path)
    (tmp_path / "log.csv").write_text("step,loss,learning_rate\n20,0.9,1e-3\n40,0.7,1e-4\n")
    page = render_page(result, run=tmp_path)
    assert "<h3>Training</h3>" in page
    assert "Dice, pooled" not in page
    (tmp_path / "validation.csv").write_text("epoch,step,loss,dice\n1,40,0.8,0.5\n")
    assert "Dice, pooled" in render_page(result, run=tmp_path)


def test_what_must_stand_over_curves_does(tmp_path):
    (tmp_path / "log.csv").write_text("step,loss,learning_rate\n20,0.9,1e-3\n40,0.7,1e-4\n")
    plain = draw_curves(tmp_path).read_bytes()
    assert draw_curves(tmp_path, "replica").read_bytes() != plain
    assert draw_curves(tmp_path).read_bytes() == plain


@pytest.mark.parametrize(
    "text", ["step,loss\n1,2\n", "step,loss,learning_rate\n1,2\n", "step,loss,learning_rate\na,b,c\n"]
)
def test_a_damaged_log_is_told(tmp_path, text):
    (tmp_path / "log.csv").write_text(text)
    with pytest.raises(LggError, match=r"log\.csv is not the log"):
        read_training_log(tmp_path)
