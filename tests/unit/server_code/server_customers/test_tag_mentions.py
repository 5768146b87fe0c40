from __future__ import annotations

from server_code.server_customers.tag_mentions import renamed


def test_a_tag_is_renamed_wherever_rules_and_filters_ask_for_it() -> None:
    rules = {
        "operator": "AND",
        "conditions": [
            {"field": "tags", "op": "has_any", "value": ["Vip", "Guest"]},
            {"operator": "NOT", "conditions": [{"field": "tags", "op": "has_all", "value": ["Vip"]}]},
            {"field": "source", "op": "eq", "value": "Vip"},
        ],
    }
    after = renamed(rules, "Vip", "Guest")
    assert after["conditions"][0]["value"] == ["Guest"]
    assert after["conditions"][1]["conditions"][0]["value"] == ["Guest"]
    assert after["conditions"][2] == rules["conditions"][2]
    assert renamed({"tags": ["Vip"], "status": "lead"}, "Vip", "Best") == {"tags": ["Best"], "status": "lead"}
    assert renamed(rules, "Unknown", "x") == rules
