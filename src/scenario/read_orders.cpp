#include "read_orders.h"

#include "order_readers.h"

namespace pressor {
namespace {

/// Reads one item of a section: the name of a protocol file that has the section, a mapping that
/// stands on one as `base`, or a mapping of its own.
template <class Item, class Read>
class SectionReader {
 public:
  SectionReader(std::string_view key, const OrderContext& context, Read read)
      : key_(key), context_(context), read_(read) {}

  Item item(const Value& value) {
    Item item{};
    if (value.is_text()) {
      follow(value, item);
    } else {
      value.fields([&](Fields& in) { own(in, item); });
    }
    return item;
  }

 private:
  void own(Fields& in, Item& item) {
    const Value base = in.optional("base");
    if (base.present()) follow(base, item);
    read_(in, context_, item);
  }

  void follow(const Value& name, Item& item) {
    bases_.follow(name, ModelKind::protocol, context_.roster.shelf(), [&](Fields& file) {
      const Value section = file.required(key_);
      if (section.is_list()) {
        section.problem("a protocol with several of them cannot be a base", "one");
      } else {
        section.fields([&](Fields& in) { own(in, item); });
      }
      file.accept_others();
    });
  }

  std::string_view key_;
  const OrderContext& context_;
  Read read_;
  Bases bases_;
};

bool is_none(const Value& value) { return value.is_text() && value.text() == "none"; }

/// Replaces `items` by what stands at `key`: one, a list, or `none`.
template <class Item, class Read>
void read_items(Fields& in, std::string_view key, std::vector<Item>& items, Read read) {
  const Value value = in.optional(key);
  if (!value.present()) return;
  items.clear();
  if (is_none(value)) return;
  for (const Value& item : value.one_or_more()) read(item, items);
}

template <class Item, class Read>
void read_section(Fields& in, std::string_view key, const OrderContext& context,
                  std::vector<Item>& items, Read read) {
  read_items(in, key, items, [&](const Value& value, std::vector<Item>& list) {
    list.push_back(SectionReader<Item, Read>(key, context, read).item(value));
  });
}

SteroidOrder read_steroid(Fields& in, const OrderContext& context) {
  SteroidOrder order;
  order.from = read_start(in.optional("from"), context, 0.0);
  order.until = in.optional("until").quantity(time_range, for_ever);
  return order;
}

void read_fluids(Fields& in, std::string_view key, bool bleeding, const OrderContext& context,
                 std::vector<FluidOrder>& orders) {
  read_items(in, key, orders, [&](const Value& value, std::vector<FluidOrder>& list) {
    value.fields([&](Fields& f) { list.push_back(read_fluid(f, context, bleeding)); });
  });
}

}  // namespace

Orders Sections::orders() const {
  Orders orders;
  orders.drugs = sedation;
  orders.drugs.insert(orders.drugs.end(), give.begin(), give.end());
  orders.fluids = fluids;
  orders.fluids.insert(orders.fluids.end(), bleed.begin(), bleed.end());
  orders.steroids = steroid;
  orders.titrations = titration;
  orders.challenges = challenge;
  orders.rescues = rescue;
  return orders;
}

std::map<std::size_t, Dose> Sections::steady() const {
  std::map<std::size_t, Dose> doses;
  for (const DrugOrder& order : orders().drugs) {
    if (order.steady) doses[order.drug] = order.dose;
  }
  return doses;
}

void read_sections(Fields& in, Roster& roster, double horizon, Sections& sections) {
  const OrderContext context{roster, horizon};
  read_items(in, "sedation", sections.sedation,
             [&](const Value& value, auto& list) { read_gift(value, context, true, list); });
  read_section(in, "titration", context, sections.titration, read_titration);
  read_section(in, "challenge", context, sections.challenge, read_challenge);
  read_items(in, "give", sections.give,
             [&](const Value& value, auto& list) { read_gift(value, context, false, list); });
  read_fluids(in, "fluids", false, context, sections.fluids);
  read_fluids(in, "bleed", true, context, sections.bleed);
  read_items(in, "steroid", sections.steroid, [&](const Value& value, auto& list) {
    value.fields([&](Fields& f) { list.push_back(read_steroid(f, context)); });
  });
  read_section(in, "rescue", context, sections.rescue, read_rescue);
}

void add_gifts(const Value& list, Roster& roster, double horizon, std::vector<DrugOrder>& give) {
  const OrderContext context{roster, horizon};
  for (const Value& item : list.one_or_more()) read_gift(item, context, false, give);
}

ProtocolHead read_protocol_file(Fields& in, Roster& roster, double horizon, Sections& sections) {
  (void)in.required("schema").one_of({"pressor-protocol/1"});
  ProtocolHead head{in.required("name").text(), in.required("title").text()};
  (void)in.optional("note").text();
  read_sections(in, roster, horizon, sections);
  return head;
}

void read_protocol(const Value& value, Roster& roster, double horizon, Sections& sections) {
  Bases bases;
  const auto read_file = [&](Fields& file) {
    (void)read_protocol_file(file, roster, horizon, sections);
  };
  if (value.is_text()) {
    bases.follow(value, ModelKind::protocol, roster.shelf(), read_file);
    return;
  }
  value.fields([&](Fields& in) {
    bases.follow(in.optional("base"), ModelKind::protocol, roster.shelf(), read_file);
    read_sections(in, roster, horizon, sections);
  });
}

}  // namespace pressor
