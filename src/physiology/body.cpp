#include "pressor/physiology/body.h"

namespace pressor {

template Response<double> respond(const Model&, const Parameters<double>&, const double*);
template void derivatives(const Model&, const Parameters<double>&, const Inputs<double>&,
                          const double*, double*);

}  // namespace pressor
