// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/scriptmodel.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <mutex>
#include <numeric>

#include <ATen/Context.h>
#include <torch/csrc/jit/runtime/graph_executor.h>
#include <torch/script.h>

#include "core/base/error.h"
#include "core/base/random.h"
#include "core/base/text.h"
#include "core/models/losses.h"
#include "core/models/modelparams.h"
#include "core/models/scriptprobe.h"

namespace opal {

namespace {

constexpr const char* itemsName = "items";
constexpr std::int64_t noStep = 0; ///< stream of what is drawn outside of a step, which count from 1

/// Places of one process share LibTorch's generator, so one call at a time seeds and draws.
std::mutex& generatorMutex()
{
    static std::mutex mutex;
    return mutex;
}

[[noreturn]] void refuseScript(const std::string& reason)
{
    throw Error(ErrorCode::InvalidData, "the model file " + reason + scriptContract + ".");
}

/// What the exception says without the traceback of TorchScript around it.
std::string reasonOf(const std::exception& failure)
{
    const std::string text = failure.what();
    const std::string mark = "RuntimeError: ";
    const std::size_t at = text.rfind(mark);
    const std::string reason = firstLine(at == std::string::npos ? text : text.substr(at + mark.size()));
    constexpr std::size_t longest = 300;
    return reason.size() > longest ? reason.substr(0, longest) + "..." : reason;
}

bool isMemory(const std::string& reason)
{
    return reason.find("allocate memory") != std::string::npos
        || reason.find("bad_alloc") != std::string::npos;
}

/// Runs a part of the file: `what` is that part for the message.
template <class Call> auto callScript(const std::string& what, Call call)
{
    // TorchScript's profiling executor compiles other code after the first calls, whose sums differ in their
    // last bits from those of a training that was resumed between them.
    const torch::jit::GraphOptimizerEnabledGuard plain(false);
    try {
        return call();
    } catch (const Error&) {
        throw;
    } catch (const std::exception& failure) {
        const std::string reason = reasonOf(failure);
        if (isMemory(reason) || dynamic_cast<const std::bad_alloc*>(&failure) != nullptr)
            throw Error(ErrorCode::Unsupported,
                        "the model file takes more memory in " + what
                            + " than it may have; give it smaller sizes or correct it" + scriptContract
                            + ".");
        refuseScript("fails in " + what + ": " + reason);
    }
}

/// LibTorch's generator stands where (seed, step) puts it while this lives, and nobody else draws from it.
class SeededGenerator final
{
public:
    SeededGenerator(std::uint64_t seed, std::int64_t step)
        : m_lock(generatorMutex())
    {
        Random random(seed, RandomPurpose::Dropout, static_cast<std::uint64_t>(step));
        const std::uint64_t high = random();
        torch::manual_seed((high << 32U) | random());
    }

private:
    std::scoped_lock<std::mutex> m_lock;
};

std::string sizesText(const torch::Tensor& tensor)
{
    std::string text = "[";
    for (const std::int64_t size : tensor.sizes())
        text += (text.size() > 1 ? ", " : "") + std::to_string(size);
    return text + "]";
}

void requireSizes(const torch::Tensor& tensor, const std::string& what,
                  const std::vector<std::int64_t>& shape, const char* names)
{
    std::string wanted;
    for (const std::int64_t size : shape)
        wanted += (wanted.empty() ? "" : ", ") + std::to_string(size);
    if (!tensor.defined() || tensor.sizes() != at::IntArrayRef(shape))
        refuseScript("gives " + what + " of shape " + (tensor.defined() ? sizesText(tensor) : "[]") + ", not "
                     + names + " = [" + wanted + "]");
}

void requireType(const torch::Tensor& tensor, const std::string& what, torch::ScalarType type)
{
    if (tensor.scalar_type() != type)
        refuseScript("gives " + what + " as " + c10::toString(tensor.scalar_type()) + ", not as "
                     + c10::toString(type));
}

void requireFinite(const torch::Tensor& tensor, const std::string& what)
{
    if (!std::isfinite(tensor.sum().item<double>()) && !torch::isfinite(tensor).all().item<bool>())
        throw Error(ErrorCode::NonFiniteLoss,
                    "the model file gives " + what
                        + " that are not finite numbers; look for a division by zero, the logarithm of "
                          "zero or a softmax over nothing in it"
                        + scriptContract + ".");
}

torch::Tensor tensorIn(const torch::IValue& value, const std::string& what)
{
    if (!value.isTensor())
        refuseScript("gives " + what + " that are no tensor but " + value.type()->str());
    return value.toTensor();
}

bool isTermName(const std::string& name)
{
    return !name.empty() && name.size() <= 40
        && name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_") == std::string::npos;
}

} // namespace

/// The module, and its tensors under their names.
struct ScriptModel::Script
{
    torch::jit::Module module;
    bool wholeTable = false;
    bool training = true;

    bool has(const char* method) const { return module.find_method(method).has_value(); }

    torch::IValue call(const char* method, std::vector<torch::IValue> inputs)
    {
        const std::string what = std::string(method) + "()";
        const auto found = module.find_method(method);
        if (!found)
            refuseScript("has no method " + what + "; mark it with @torch.jit.export");
        return callScript(what, [&] { return (*found)(std::move(inputs)); });
    }

    void setTraining(bool on)
    {
        if (on != training)
            module.train(on);
        training = on;
    }

    /// The module that has the last part of a dotted name, and that part.
    std::pair<torch::jit::Module, std::string> ownerOf(const std::string& name) const
    {
        torch::jit::Module owner = module;
        std::size_t from = 0;
        for (std::size_t dot = name.find('.'); dot != std::string::npos; dot = name.find('.', from)) {
            owner = owner.attr(name.substr(from, dot - from)).toModule();
            from = dot + 1;
        }
        return { owner, name.substr(from) };
    }

    void set(const std::string& name, const torch::Tensor& tensor)
    {
        auto [owner, attribute] = ownerOf(name);
        owner.setattr(attribute, tensor);
    }

    torch::Tensor get(const std::string& name) const
    {
        const auto [owner, attribute] = ownerOf(name);
        return owner.attr(attribute).toTensor();
    }
};

namespace {

torch::jit::Module loadModule(const std::string& file)
{
    std::error_code failure;
    if (!std::filesystem::exists(file, failure))
        throw Error(ErrorCode::NotFound, "there is no model file '" + file + "'; check the path.");
    try {
        return torch::jit::load(file, torch::kCPU);
    } catch (const std::bad_alloc&) {
        throw Error(ErrorCode::Unsupported, "the model file takes more memory than it may have.");
    } catch (const std::exception& error) {
        refuseScript("is no TorchScript file that this release reads (" + reasonOf(error)
                     + "); write it with torch.jit.script(model).save(\"model.pt\"), not with torch.save");
    }
}

void registerNamed(torch::nn::Module& root, const std::string& name, const torch::Tensor& tensor,
                   bool isParameter)
{
    torch::nn::Module* owner = &root;
    std::size_t from = 0;
    for (std::size_t dot = name.find('.'); dot != std::string::npos; dot = name.find('.', from)) {
        const std::string part = name.substr(from, dot - from);
        const auto children = owner->named_children();
        const auto* const child = children.find(part);
        owner = child ? child->get()
                      : owner->register_module(part, std::make_shared<torch::nn::Module>()).get();
        from = dot + 1;
    }
    if (isParameter)
        owner->register_parameter(name.substr(from), tensor);
    else
        owner->register_buffer(name.substr(from), tensor);
}

} // namespace

ScriptModel::ScriptModel(const std::string& file, const ParamMap& params, std::int64_t itemCount)
    : ItemTableModel(static_cast<int>(params.integer("interests")), static_cast<int>(params.integer("dim")),
                     itemCount)
    , m_script(std::make_unique<Script>())
    , m_params(params)
    , m_options(BaselineOptions::from(params))
{
    // Threads that add up into one place of a tensor do it in any order unless they are told not to.
    at::globalContext().setDeterministicAlgorithms(true, false);
    torch::jit::Module& module = m_script->module = loadModule(file);
    module.train(true);
    if (module.hasattr("whole_table")) {
        const torch::IValue whole = module.attr("whole_table");
        if (!whole.isBool())
            refuseScript("has an attribute whole_table that is not a bool");
        m_script->wholeTable = whole.toBool();
    }
    std::map<std::string, bool> isParameter;
    for (const auto& parameter : module.named_parameters())
        isParameter[parameter.name] = true;
    for (const auto& buffer : module.named_buffers())
        isParameter.emplace(buffer.name, false);
    const auto items = isParameter.find(itemsName);
    if (items == isParameter.end() || !items->second)
        refuseScript("has no parameter called 'items', the item table");
    const Tensors initial = initialValues(m_options.seed);
    for (const auto& [name, tensor] : initial)
        if (!isParameter.contains(name))
            refuseScript("gives a value for '" + name + "' from setup(), which is none of its tensors");
    isParameter.erase(items);
    for (const auto& [name, parameter] : isParameter) {
        const auto given = initial.find(name);
        const torch::Tensor value = given == initial.end() ? m_script->get(name) : given->second;
        if (value.scalar_type() != torch::kFloat32 && (parameter || value.scalar_type() != torch::kInt64))
            refuseScript("has a tensor '" + name + "' of type " + c10::toString(value.scalar_type())
                         + "; parameters are float32, buffers float32 or int64");
        const torch::Tensor tensor = value.detach().clone().contiguous().set_requires_grad(parameter);
        m_script->set(name, tensor);
        registerNamed(*this, name, tensor, parameter);
    }
    fillItems(initial, m_options.seed);
}

ScriptModel::~ScriptModel() = default;

ScriptModel::Tensors ScriptModel::initialValues(std::uint64_t seed)
{
    c10::Dict<std::string, double> values;
    for (const auto& [key, value] : m_params.values())
        if (std::holds_alternative<std::int64_t>(value) || std::holds_alternative<double>(value))
            values.insert(key, m_params.real(key));
    const torch::NoGradGuard noGrad;
    const SeededGenerator generator(seed, noStep);
    const torch::IValue made
        = m_script->call("setup",
                         { itemCount(), static_cast<std::int64_t>(interestCount()),
                           static_cast<std::int64_t>(dim()), m_options.maxLength, values });
    if (!made.isGenericDict())
        refuseScript("gives " + made.type()->str() + " from setup(), not Dict[str, Tensor]");
    Tensors tensors;
    for (const auto& entry : made.toGenericDict()) {
        if (!entry.key().isString())
            refuseScript("gives " + made.type()->str() + " from setup(), not Dict[str, Tensor]");
        const std::string name = entry.key().toStringRef();
        tensors[name] = tensorIn(entry.value(), "'" + name + "' from setup()").to(m_items.device());
        requireFinite(tensors[name], "'" + name + "' from setup()");
    }
    return tensors;
}

void ScriptModel::fillItems(const Tensors& initial, std::uint64_t seed)
{
    const torch::NoGradGuard noGrad;
    if (const auto given = initial.find(itemsName); given != initial.end()) {
        requireSizes(given->second, "'items' from setup()", { itemCount() + 1, dim() },
                     "[items + 1, dimension]");
        m_items.copy_(given->second);
    } else {
        fillUniform(m_items, m_options.initialScale / std::sqrt(static_cast<double>(dim())), seed, 0);
    }
    m_items[0].zero_();
}

void ScriptModel::initialise(std::uint64_t seed)
{
    const Tensors initial = initialValues(seed);
    const torch::NoGradGuard noGrad;
    const auto take = [&initial](const std::string& name, torch::Tensor target) {
        const auto given = initial.find(name);
        if (name == itemsName || given == initial.end())
            return;
        requireSizes(given->second, "'" + name + "' from setup()", target.sizes().vec(),
                     "the shape that it gave before");
        target.copy_(given->second);
    };
    for (const auto& parameter : named_parameters())
        take(parameter.key(), parameter.value());
    for (const auto& buffer : named_buffers())
        take(buffer.key(), buffer.value());
    fillItems(initial, seed);
}

std::vector<Stage> ScriptModel::stages() const
{
    return { { "train", m_options.patience, m_options.maxEpochs } };
}

void ScriptModel::setStage(const std::string& stage)
{
    if (stage != "train")
        throw Error(ErrorCode::InvalidArgument, "this model has the stage train, not '" + stage + "'");
}

void ScriptModel::requireLengths(const RaggedHistories& histories) const
{
    for (std::int64_t user = 0; user < histories.size(); ++user)
        if (static_cast<std::int64_t>(histories.history(user).size()) > m_options.maxLength)
            throw Error(ErrorCode::InvalidArgument,
                        "a history is longer than the " + std::to_string(m_options.maxLength)
                            + " items that the model reads; cut it to the last ones");
}

/// A file that puts another tensor in the place of a buffer instead of changing it: what it holds is kept in
/// ours, which checkpoints hold.
void ScriptModel::takeBuffers()
{
    const torch::NoGradGuard noGrad;
    for (const auto& buffer : named_buffers()) {
        if (buffer.key() == itemsName)
            continue;
        const torch::Tensor now = m_script->get(buffer.key());
        torch::Tensor ours = buffer.value();
        if (now.is_same(ours))
            continue;
        requireSizes(now, "the buffer '" + buffer.key() + "'", ours.sizes().vec(), "the shape of before");
        ours.copy_(now.detach());
        m_script->set(buffer.key(), ours);
    }
}

UserInterests ScriptModel::interestsOf(const torch::Tensor& history, const torch::Tensor& mask)
{
    UserInterests users;
    users.vectors = tensorIn(m_script->call("interests", { history, mask }), "interests()");
    const std::int64_t count = history.size(0);
    requireSizes(users.vectors, "interests()", { count, interestCount(), dim() }, "[B, K, d]");
    requireType(users.vectors, "interests()", torch::kFloat32);
    if (m_script->has("valid")) {
        users.valid = tensorIn(m_script->call("valid", { history, mask }), "valid()");
        requireSizes(users.valid, "valid()", { count, interestCount() }, "[B, K]");
        requireType(users.valid, "valid()", torch::kBool);
    } else {
        users.valid = torch::ones({ count, interestCount() }, mask.options());
    }
    return users;
}

UserInterests ScriptModel::encode(const RaggedHistories& histories)
{
    requireLengths(histories);
    const PaddedIndex padded = padRows(histories.offsets, itemIndex(histories.items));
    const torch::Tensor mask = padded.mask > 0;
    m_script->set(itemsName, m_items);
    m_script->setTraining(false);
    const SeededGenerator generator(m_options.seed, noStep);
    UserInterests users = interestsOf(padded.index, mask);
    requireFinite(users.vectors, "interests");
    if (m_script->has("assignments")) {
        const torch::Tensor shares
            = tensorIn(m_script->call("assignments", { padded.index, mask }), "assignments()");
        requireSizes(shares, "assignments()", { mask.size(0), mask.size(1), interestCount() }, "[B, L, K]");
        requireType(shares, "assignments()", torch::kFloat32);
        users.weights = shares.flatten(0, 1).index_select(0, mask.flatten().nonzero().squeeze(1));
        requireFinite(users.weights, "assignments");
    }
    return users;
}

HyperCategories ScriptModel::hyperCategories()
{
    if (!m_script->has("categories"))
        return {};
    m_script->set(itemsName, m_items);
    const torch::IValue made = m_script->call("categories", {});
    if (!made.isTuple() || made.toTupleRef().elements().size() != 2
        || !made.toTupleRef().elements()[1].isDouble())
        refuseScript("gives " + made.type()->str() + " from categories(), not Tuple[Tensor, float]");
    const torch::Tensor vectors = tensorIn(made.toTupleRef().elements()[0], "categories()");
    const double epsilon = made.toTupleRef().elements()[1].toDouble();
    requireSizes(vectors, "categories()", { interestCount(), dim() }, "[K, d]");
    requireType(vectors, "categories()", torch::kFloat32);
    requireFinite(vectors, "categories");
    if (!(epsilon > 0) || !std::isfinite(epsilon))
        refuseScript("gives a temperature from categories() that is not above 0");
    return { unitVectors(vectors.detach()), epsilon };
}

LossTerms ScriptModel::loss(const Batch& batch)
{
    requireLengths(batch.history);
    torch::Tensor table;
    torch::Tensor tokens;
    torch::Tensor positives;
    torch::Tensor negatives;
    if (m_script->wholeTable) {
        m_leaf = m_items.detach().requires_grad_(true);
        m_rows.resize(static_cast<std::size_t>(itemCount()));
        std::iota(m_rows.begin(), m_rows.end(), 1);
        table = m_leaf;
        tokens = itemIndex(batch.history.items);
        positives = itemIndex(batch.positives);
        negatives = itemIndex(batch.negatives);
    } else {
        const TouchedRows& touched = touch(batch);
        m_leaf = touched.values;
        m_rows = touched.rows;
        table = torch::cat({ torch::zeros({ 1, dim() }, m_leaf.options().requires_grad(false)), m_leaf });
        tokens = touched.history + 1;
        positives = touched.positives + 1;
        negatives = touched.negatives + 1;
    }
    const PaddedIndex padded = padRows(batch.history.offsets, tokens);
    const torch::Tensor mask = padded.mask > 0;
    m_script->set(itemsName, table);
    m_script->setTraining(true);
    const SeededGenerator generator(m_options.seed, batch.step);
    LossTerms terms;
    if (m_script->has("loss")) {
        terms = ownLoss(padded.index, mask, positives, negatives);
    } else {
        const UserInterests users = interestsOf(padded.index, mask);
        const torch::Tensor positiveRows = torch::embedding(table, positives);
        const torch::Tensor negativeRows = torch::embedding(table, negatives);
        const double temperature = m_params.real("temperature");
        const torch::Tensor logits = m_params.text("readout") == "hard"
            ? hardReadoutLogits(users.vectors, positiveRows, negativeRows, users.valid) / temperature
            : maxLogits(users.vectors, positiveRows, negativeRows, temperature);
        const torch::Tensor main
            = candidateLoss(logits, collisions(batch.positives, batch.negatives).to(logits.device()));
        terms = { { "loss", main }, { "main", main } };
    }
    takeBuffers();
    return terms;
}

LossTerms ScriptModel::ownLoss(const torch::Tensor& history, const torch::Tensor& mask,
                               const torch::Tensor& positives, const torch::Tensor& negatives)
{
    const torch::IValue made = m_script->call("loss", { history, mask, positives, negatives });
    if (!made.isGenericDict())
        refuseScript("gives " + made.type()->str() + " from loss(), not Dict[str, Tensor]");
    LossTerms terms;
    for (const auto& entry : made.toGenericDict()) {
        const std::string name = entry.key().isString() ? entry.key().toStringRef() : std::string();
        if (!isTermName(name))
            refuseScript("has a loss called '" + name + "'; use letters a-z, digits and underscores");
        const std::string what = "the loss '" + name + "'";
        const torch::Tensor value = tensorIn(entry.value(), what);
        requireSizes(value, what, {}, "a single number");
        requireType(value, what, torch::kFloat32);
        terms.insert(name == "loss" ? terms.begin() : terms.end(), { name, value });
    }
    if (terms.empty() || terms.front().first != "loss")
        refuseScript("gives no 'loss' from loss(), the number that is minimised");
    return terms;
}

const NamedValues& ScriptModel::lossAndGradients(const Batch& batch, RowGradients& rows)
{
    const torch::AutoGradMode gradients(true);
    for (torch::Tensor& parameter : parameters())
        parameter.mutable_grad() = torch::zeros_like(parameter);
    const LossTerms terms = loss(batch);
    const torch::Tensor& total = terms.front().second;
    if (!total.requires_grad())
        refuseScript("has a loss that depends on none of its parameters");
    callScript("the gradient of loss()", [&total] { total.backward(); });
    const torch::Tensor& gradient = m_leaf.grad();
    rows.rows = m_rows;
    rows.values = !gradient.defined() ? torch::zeros_like(m_leaf.detach()) : gradient;
    if (m_script->wholeTable)
        rows.values = rows.values.slice(0, 1);
    m_values.clear();
    for (const auto& [name, value] : terms)
        m_values.emplace_back(name, value.item<double>());
    // The graph of the step, and the table in it, are not to outlive it.
    m_script->set(itemsName, m_items);
    return m_values;
}

namespace {

/// parameters_table() as parseManifest() reads it.
void readTable(torch::jit::Module& module, ScriptManifest& manifest)
{
    const auto method = module.find_method("parameters_table");
    if (!method)
        return;
    const torch::IValue made = callScript("parameters_table()", [&] { return (*method)({}); });
    constexpr const char* wanted = "List[Tuple[str, str, float, float, float, str]]: name, integer or real, "
                                   "default, minimum, maximum, help";
    if (!made.isList())
        refuseScript(std::string("gives from parameters_table() no ") + wanted);
    for (const torch::IValue& row : made.toListRef()) {
        if (!row.isTuple())
            refuseScript(std::string("gives from parameters_table() no ") + wanted);
        const std::vector<torch::IValue> cells = row.toTupleRef().elements().vec();
        if (cells.size() != 6 || !cells[0].isString() || !cells[1].isString() || !cells[2].isDouble()
            || !cells[3].isDouble() || !cells[4].isDouble() || !cells[5].isString())
            refuseScript(std::string("gives from parameters_table() no ") + wanted);
        ParamSpec spec;
        spec.key = cells[0].toStringRef();
        spec.minimum = cells[3].toDouble();
        spec.maximum = cells[4].toDouble();
        spec.help = cells[5].toStringRef();
        const std::string kind = cells[1].toStringRef();
        if (kind != "integer" && kind != "real")
            refuseScript("has a parameter '" + spec.key + "' of kind '" + kind
                         + "'; there are integer and real");
        spec.kind = kind == "integer" ? ParamKind::Integer : ParamKind::Real;
        if (kind == "integer")
            spec.defaultValue = static_cast<std::int64_t>(cells[2].toDouble());
        else
            spec.defaultValue = cells[2].toDouble();
        manifest.params.push_back(std::move(spec));
    }
}

/// Users of different lengths, one of them as long as may be; a batch of small numbers.
Batch probeBatch(std::int64_t itemCount, std::int64_t maxLength)
{
    Batch batch;
    batch.step = 1;
    Random random(1, RandomPurpose::Analysis);
    const auto item
        = [&] { return static_cast<ItemIndex>(1 + random.below(static_cast<std::uint32_t>(itemCount))); };
    for (const std::int64_t length :
         { std::int64_t { 1 }, maxLength, (maxLength + 1) / 2, std::int64_t { 1 } }) {
        std::vector<ItemIndex> history;
        for (std::int64_t i = 0; i < length; ++i)
            history.push_back(item());
        batch.history.append(history, batch.history.size());
        batch.users.push_back(static_cast<UserIndex>(batch.users.size()));
        batch.positives.push_back(item());
        batch.negatives.push_back(item());
    }
    return batch;
}

/// One training step and the interests after it; whether they hang on what they must not hang on.
void tryOut(const std::string& file, ParamMap params, std::int64_t itemCount)
{
    ScriptModel model(file, params, itemCount);
    const Batch batch = probeBatch(itemCount, params.integer("max_length"));
    RowGradients rows;
    for (const auto& [name, value] : model.lossAndGradients(batch, rows))
        if (!std::isfinite(value))
            throw Error(ErrorCode::NonFiniteLoss,
                        "the model file gives a loss '" + name + "' that is not a finite number"
                            + scriptContract + ".");
    requireFinite(rows.values, "gradients of the items");
    for (const auto& parameter : model.named_parameters())
        requireFinite(parameter.value().grad(), "gradients of '" + parameter.key() + "'");
    if (rows.values.abs().sum().item<double>() == 0)
        refuseScript("has a loss without a gradient for the items; look rows of self.items up with "
                     "torch.embedding(self.items, history)");
    const torch::NoGradGuard noGrad;
    model.eval();
    const UserInterests together = model.encode(batch.history);
    model.hyperCategories();
    RaggedHistories alone;
    alone.append(batch.history.history(0), 0);
    const UserInterests single = model.encode(alone);
    constexpr double tolerance = 1e-3;
    if (!torch::allclose(together.vectors[0], single.vectors[0], tolerance, tolerance))
        refuseScript(
            "makes other interests of a history beside longer ones, so it reads the padding or other "
            "users; use the mask");
    RaggedHistories none;
    none.append({}, 0);
    model.encode(none);
}

} // namespace

void prepareScripts()
{
    const torch::Tensor table = torch::ones({ 256, 256 }, torch::requires_grad());
    torch::softmax(table.mm(table), 1).sum().backward();
}

ScriptManifest probeScript(const std::string& file, const std::string& name, const std::string& sha256)
{
    ScriptManifest manifest { name, sha256, false, false, {} };
    torch::jit::Module module = loadModule(file);
    for (const char* const method : { "setup", "interests" })
        if (!module.find_method(method))
            refuseScript(std::string("has no method ") + method + "(); mark it with @torch.jit.export");
    manifest.ownLoss = module.find_method("loss").has_value();
    manifest.hasCategories = module.find_method("assignments").has_value();
    readTable(module, manifest);
    manifest = parseManifest(manifestText(manifest), "the model file");
    const ParamSpecs specs = scriptParams(manifest);

    struct Sizes
    {
        std::int64_t items, interests, dim, maxLength;
    };

    // Two sets of sizes, so that a file made for one of them is found out.
    for (const Sizes& sizes : { Sizes { 23, 3, 8, 5 }, Sizes { 40, 2, 16, 9 } }) {
        ParamMap params(specs);
        const auto within = [&](const char* key, std::int64_t value) {
            const ParamSpec& spec = findParam(specs, key);
            params.set(key,
                       std::clamp(value, static_cast<std::int64_t>(spec.minimum),
                                  static_cast<std::int64_t>(spec.maximum)));
        };
        within("interests", sizes.interests);
        within("dim", sizes.dim);
        within("max_length", sizes.maxLength);
        try {
            tryOut(file, params, sizes.items);
        } catch (const Error& error) {
            // No training has diverged: the file is at fault.
            if (error.code() != ErrorCode::NonFiniteLoss)
                throw;
            throw Error(ErrorCode::InvalidData, error.detail());
        }
    }
    return manifest;
}

} // namespace opal
