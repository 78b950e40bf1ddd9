//! The layers under Vitrine that know no view framework.
