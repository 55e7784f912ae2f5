#include "pressor/scenario/load_protocol.h"

#include "order_readers.h"

namespace pressor {

Protocol load_protocol(const Document& document, const Library& library,
                       const References& references) {
  Shelf shelf(library, references);
  Roster roster(shelf);
  ProblemList problems;
  Protocol protocol;
  Sections sections;
  read_fields(document, problems, [&](Fields& in) {
    const ProtocolHead head = read_protocol_file(in, roster, time_range.high, sections);
    protocol.name = head.name;
    protocol.title = head.title;
  });
  protocol.drugs = roster.names();
  protocol.orders = sections.orders();
  return protocol;
}

}  // namespace pressor
