#include "treatments.h"

#include <algorithm>
#include <sstream>
#include <vector>

#include "pressor/report/numbers.h"
#include "pressor/scenario/describe.h"

namespace pressor::report {
namespace {

/// An order with the lines that belong to it.
struct Order {
  std::string text;
  std::vector<std::string> details;
  friend bool operator==(const Order&, const Order&) = default;
};

std::vector<Order> orders_of(const Study& study, const Arm& arm) {
  std::vector<Order> orders;
  std::istringstream lines(describe_orders(study, arm.orders));
  for (std::string line; std::getline(lines, line);) {
    const bool detail = line.rfind("  ", 0) == 0 && !orders.empty();
    if (detail) {
      orders.back().details.push_back(printed(line.substr(2)));
    } else {
      orders.push_back({printed(line), {}});
    }
  }
  return orders;
}

bool is_in(const Order& order, const std::vector<Order>& orders) {
  return std::find(orders.begin(), orders.end(), order) != orders.end();
}

Html list(const std::vector<Order>& orders) {
  Html items;
  for (const Order& order : orders) {
    items += element("li", text(order.text) + bullets(order.details));
  }
  return element("ul", items);
}

/// Orders that all arms share, and what is left of each.
struct Treatments {
  std::vector<Order> common;
  std::vector<std::vector<Order>> own;
};

Treatments treatments_of(const Study& study) {
  Treatments made;
  for (const Arm& arm : study.arms) made.own.push_back(orders_of(study, arm));
  made.common = made.own.front();
  for (const auto& arm : made.own) {
    std::erase_if(made.common, [&](const Order& o) { return !is_in(o, arm); });
  }
  for (auto& arm : made.own) {
    std::erase_if(arm, [&](const Order& o) { return is_in(o, made.common); });
  }
  return made;
}

}  // namespace

Html treatment_lists(const Evidence& evidence) {
  const auto [common, own] = treatments_of(evidence.study());
  Html made;
  if (!common.empty()) {
    made += element("h3", own.size() > 1 ? "In every arm" : "What is done") + list(common);
  }
  if (own.size() < 2) return made;
  for (std::size_t a = 0; a < own.size(); ++a) {
    made += element("h3", "Arm " + evidence.arms[a]);
    made += own[a].empty() ? paragraph("Nothing more.") : list(own[a]);
  }
  return made;
}

std::vector<std::string> treatment_words(const Evidence& evidence) {
  std::vector<std::string> words;
  for (const auto& orders : treatments_of(evidence.study()).own) {
    std::string arm;
    for (const Order& order : orders) arm += (arm.empty() ? "" : "; ") + order.text;
    words.push_back(arm);
  }
  return words;
}

}  // namespace pressor::report
