#pragma once

#include <string>
#include <string_view>

namespace pressor::live {

/// Writes JSON from the outside in: what is opened must be closed, commas come by themselves.
class Json {
 public:
  Json& open_object();
  Json& close_object();
  Json& open_array();
  Json& close_array();
  Json& key(std::string_view name);
  Json& text(std::string_view value);
  /// null when it is not finite.
  Json& number(double value);
  Json& flag(bool value);

  Json& entry(std::string_view name, std::string_view value) { return key(name).text(value); }
  Json& entry(std::string_view name, const char* value) { return key(name).text(value); }
  Json& entry(std::string_view name, double value) { return key(name).number(value); }
  Json& entry(std::string_view name, bool value) { return key(name).flag(value); }

  [[nodiscard]] const std::string& str() const { return out_; }

 private:
  void separate();
  void quote(std::string_view value);

  std::string out_;
  bool first_ = true;
};

}  // namespace pressor::live
