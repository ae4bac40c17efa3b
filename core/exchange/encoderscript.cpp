// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exchange/encoderscript.h"

#include <algorithm>
#include <regex>
#include <sstream>

#include <torch/script.h>

#include "core/base/error.h"
#include "core/data/atomicfile.h"
#include "core/models/encodersource.h"
#include "core/models/recommender.h"
#include "core/training/checkpoint.h"

namespace opal {

namespace {

constexpr const char* commonSource = R"(
def window(self, history: Tensor) -> Tensor:
    order = torch.sort((history > 0) * 1, stable=True, dim=1)[1]
    history = history.gather(1, order)[:, -self.max_length:]
    order = torch.sort((history == 0) * 1, stable=True, dim=1)[1]
    return history.gather(1, order)

def forward(self, history: Tensor) -> Tensor:
    history = self.window(history)
    return self.interests(history, history > 0)
)";

constexpr const char* alwaysValid = R"(
def valid(self, history: Tensor, mask: Tensor) -> Tensor:
    return (mask[:, :1] * 0 == 0).expand([-1, self.interest_count])
)";

bool mentions(const std::string& source, const std::string& name)
{
    return std::regex_search(source, std::regex("self\\." + name + "\\b"));
}

} // namespace

void writeEncoder(const std::string& path, VectorModel& model, std::int64_t maxLength)
{
    const auto* const scripted = dynamic_cast<const ScriptedEncoder*>(&model);
    auto* const trained = dynamic_cast<Recommender*>(&model);
    if (!scripted || !trained)
        throw Error(
            ErrorCode::Unsupported,
            "this model makes no interests from a history, so there is no encoder to write; export its "
            "vectors or lists.");
    const EncoderSource source = scripted->encoderSource();
    torch::jit::Module module("OpalEncoder");
    for (const auto& [name, tensor] : modelWeights(*trained)) {
        std::string attribute = name;
        std::replace(attribute.begin(), attribute.end(), '.', '_');
        if (mentions(source.text, attribute))
            module.register_buffer(attribute, tensor.detach().to(torch::kCPU).clone());
    }
    const auto addNumber = [&module](const std::string& name, const auto& type, auto value) {
        module.register_attribute(name, type, value);
    };
    addNumber("interest_count", c10::IntType::get(), static_cast<std::int64_t>(model.interestCount()));
    addNumber("max_length", c10::IntType::get(), maxLength);
    for (const auto& [name, value] : source.integers)
        addNumber(name, c10::IntType::get(), value);
    for (const auto& [name, value] : source.reals)
        addNumber(name, c10::FloatType::get(), value);
    module.define(source.text + commonSource
                  + (source.text.find("def valid(") == std::string::npos ? alwaysValid : ""));
    module.eval();
    std::ostringstream bytes;
    module.save(bytes);
    AtomicFile file(path);
    file.write(bytes.view().data(), bytes.view().size());
    file.commit();
}

} // namespace opal
