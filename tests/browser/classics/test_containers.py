"""Classic containers: where components go, who is told that they came, and pages of rows."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from .conftest import Ask

WATCHED = """
log = form.tag.log = []
def note(sender, event_name, **args):
    log.append("{} {}".format(sender.tag, event_name))
def watched(cls, name):
    component = cls(tag=name)
    for event in ("show", "hide"):
        component.add_event_handler(event, note)
    return component
outer, a, b = watched(ColumnPanel, "outer"), watched(Label, "a"), watched(Label, "b")
outer.add_component(a)
outer.add_component(b)
"""


def test_show_comes_from_the_inside_out_and_hide_from_the_outside_in(ask: Ask) -> None:
    assert ask(WATCHED + "panel.add_component(outer); outer.remove_from_parent(); answer = log") == (
        "['b show', 'a show', 'outer show', 'outer hide', 'a hide', 'b hide']"
    )


def test_becoming_visible_raises_show_and_becoming_invisible_nothing(ask: Ask) -> None:
    assert ask(
        WATCHED + "panel.add_component(outer); log.clear(); a.visible = False; a.visible = True; answer = log"
    ) == ("['a show']")
    assert ask(WATCHED + "a.visible = False; panel.add_component(outer); log.clear(); outer.visible = False; "
        "a.visible = True; outer.visible = True; answer = log") == "['outer show', 'a show', 'b show']"  # fmt: skip


def test_components_go_to_their_index(ask: Ask) -> None:
    answer = ask("""
        answer = []
        for cls in (LinearPanel, ColumnPanel, FlowPanel, XYPanel, HtmlTemplate, HtmlComponent, RichText):
            container = cls()
            for index, name in ((None, "a"), (0, "b"), (-1, "c"), (99, "d"), ("x", "e")):
                container.add_component(Label(text=name), index=index)
            answer.append("".join(label.text for label in container.get_components()))
    """)
    assert answer == str(["bcade"] * 7)


def test_a_flow_panel_takes_its_gap_from_spacing_as_a_word(ask: Ask) -> None:
    answer = ask("""
        panel.add_component(FlowPanel(spacing="small"))
        flow = panel.get_components()[0]
        flow.add_component(TextBox(), width=100)
        answer = [flow.gap, FlowPanel(spacing={"margin": 4}).gap, FlowPanel(gap="huge").gap]
    """)
    assert answer == "['small', 'medium', 'huge']"


def test_a_column_panel_puts_components_of_a_row_beside_each_other(page: Page, ask: Ask) -> None:
    ask("""
        columns = ColumnPanel(col_widths='{"C1": 10, "C2": 50}')
        columns.add_component(Label(text="left"), grid_position="R,C1")
        columns.add_component(Label(text="right"), grid_position="R,C2")
        columns.add_component(Label(text="below"))
        panel.add_component(columns)
    """)
    left, right = (column.bounding_box() for column in page.locator(".anvil-panel-col").all())
    below = page.get_by_text("below").bounding_box()
    assert left and right and below
    assert left["y"] == right["y"] < below["y"]
    assert right["width"] > 3 * left["width"]


def test_slots_of_a_template_take_components(page: Page, ask: Ask) -> None:
    answer = ask("""
        template = HtmlTemplate(html='<h4 anvil-name="head">Head</h4><ul><li anvil-slot-repeat="rows"></li></ul>'
            '<div anvil-slot="default"></div><i anvil-if-slot-empty="rows">no rows</i>')
        panel.add_component(template)
        template.add_component(Label(text="plain"))
        template.slots["rows"].add_component(Label(text="row one"))
        template.add_component(Label(text="row two"), slot="rows")
        template.slots["rows"].add_component(Label(text="row zero"), index=0)
        rows = [row.text for row in template.slots["rows"].get_components()]
        answer = sorted(template.slots), str(template.dom_nodes["head"].textContent), len(template.get_components())
    """)
    assert answer == "(['default', 'rows'], 'Head', 4)"
    expect(page.get_by_role("listitem").filter(has_text="row")).to_have_count(3)
    expect(page.get_by_text("no rows")).to_be_hidden()
    ask("panel.get_components()[0].clear(slot='rows')")
    expect(page.get_by_text("no rows")).to_be_visible()


GRID = """
columns = [{"id": "a", "title": "Name", "data_key": "name"}, {"id": "b", "title": "Many", "data_key": "n", "width": 80}]
grid = DataGrid(columns=columns, rows_per_page=3, tag="grid")
panel.add_component(grid)
def texts():
    shown = ".anvil-data-row-panel:not(.visible-false, .anvil-auto-grid-header)"
    rows = anvil.js.get_dom_node(grid).querySelectorAll(shown)
    return [str(row.textContent) for row in rows]
"""


def test_a_grid_shows_rows_in_pages(page: Page, ask: Ask) -> None:
    answer = ask(
        GRID
        + """
for n in range(7):
    grid.add_component(DataRowPanel(item={"name": "n" + str(n), "n": n}), pinned=n == 0)
answer = [(grid.get_page(), texts())]
for move in (grid.next_page, grid.jump_to_last_page, grid.next_page, grid.previous_page, grid.jump_to_first_page):
    move()
    answer.append((grid.get_page(), grid.get_first_index_on_page(), texts()))
answer = [part[0] for part in answer], answer[1], answer[2][2], len(grid.get_components())
"""
    )
    assert answer == "([0, 1, 2, 2, 1, 0], (1, 2, ['n00', 'n33', 'n44']), ['n00', 'n55', 'n66'], 8)"
    page.get_by_role("button", name="Next page").click()
    expect(page.get_by_role("cell", name="n3")).to_be_visible()
    expect(page.get_by_role("cell", name="n1")).to_be_hidden()


def test_values_of_a_row_are_labels_where_no_component_is(ask: Ask) -> None:
    answer = ask(
        GRID
        + """
row = DataRowPanel(item={"name": "x", "n": None})
row.add_component(Button(text="press"), column="a")
grid.add_component(row)
answer = [type(part).__name__ for part in row.get_components()], texts()
grid.columns = [{"id": "c", "title": "C", "data_key": "name"}, *grid.columns]
answer += (texts(),)
"""
    )
    assert answer == "(['Button', 'Label'], ['press'], ['xpress'])"


def test_a_repeating_panel_shows_any_iterable(ask: Ask) -> None:
    answer = ask("""
        class Row(DataRowPanel):
            pass
        repeating = RepeatingPanel(item_template=Row)
        panel.add_component(repeating)
        answer = []
        for items in (["a"], ("a", "b"), {"k": 1}, (n for n in range(3)), None, []):
            repeating.items = items
            answer.append([row.item for row in repeating.get_components()])
        repeating.items = [1]
        answer.append(repeating.get_components()[0].parent is repeating)
    """)
    assert answer == "[['a'], ['a', 'b'], ['k'], [0, 1, 2], [], [], True]"
    assert ask("RepeatingPanel(items=5)") == "TypeError: 'int' object is not iterable"


def test_rows_are_kept_while_others_are_shown(ask: Ask) -> None:
    answer = ask(
        GRID
        + """
made = []
class Row(DataRowPanel):
    def __init__(self, **properties):
        super().__init__(**properties)
        made.append(self.item["n"])
repeating = RepeatingPanel(item_template=Row, items=[{"name": "r", "n": n} for n in range(5)])
grid.add_component(repeating)
grid.next_page()
grid.previous_page()
answer = made, texts()
repeating.items = [{"name": "r", "n": 9}]
answer += (texts(), grid.get_page())
"""
    )
    assert answer == "([0, 1, 2, 3, 4, 9], ['r0', 'r1', 'r2'], ['r9'], 0)"
