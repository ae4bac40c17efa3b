// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/opal.h"

#include <cmath>

#include "core/base/error.h"
#include "core/kernels/lazyadam.h"
#include "core/models/layers.h"
#include "core/models/losses.h"

namespace opal {

namespace {

/// Divides rows by their norm in place. Rows within rounding of the sphere stay as they are, so that a
/// restored model keeps its bits.
void projectRowsOf(torch::Tensor table)
{
    const torch::NoGradGuard noGrad;
    const torch::Tensor norm = table.norm(2, 1, true);
    const torch::Tensor done = (norm - 1).abs() <= 1e-6;
    table.div_(torch::where(done, torch::ones_like(norm), norm.clamp_min(1e-12)));
}

GruHead headFrom(const std::string& name)
{
    if (name == "none")
        return GruHead::None;
    return name == "linear" ? GruHead::Linear : GruHead::LinearRelu;
}

OpalOptions::CategoryStart categoryStartFrom(const std::string& name)
{
    if (name == "coherent")
        return OpalOptions::CategoryStart::Coherent;
    return name == "orthogonal" ? OpalOptions::CategoryStart::Orthogonal : OpalOptions::CategoryStart::Random;
}

OpalOptions::HardUniformity hardUniformityFrom(const std::string& name)
{
    if (name == "categories")
        return OpalOptions::HardUniformity::Categories;
    return name == "positions" ? OpalOptions::HardUniformity::Positions : OpalOptions::HardUniformity::None;
}

} // namespace

OpalOptions OpalOptions::from(const ParamMap& params)
{
    OpalOptions options;
    options.interests = static_cast<int>(params.integer("interests"));
    options.dim = static_cast<int>(params.integer("dim"));
    options.epsilon = params.real("epsilon");
    options.lambdaOrth = params.real("lambda_orth");
    options.lambdaUnif = params.real("lambda_unif");
    options.lambdaUnique = params.real("lambda_unique");
    options.normaliseInterests = params.boolean("normalise_interests");
    options.head = headFrom(params.text("gru_head"));
    options.orthMean = params.boolean("orth_mean");
    options.hardUniformity = hardUniformityFrom(params.text("hard_uniformity"));
    options.uniqueMean = params.text("unique_mean") == "items" ? UniqueMean::Items : UniqueMean::Users;
    options.dropEmptyInterests = params.boolean("drop_empty_interests");
    options.categoryStart = categoryStartFrom(params.text("category_start"));
    options.groupPull = params.real("group_pull");
    options.warmupEpochs = params.integer("warmup_epochs");
    options.fused = params.text("kernels") == "fused";
    options.stages = params.text("stages");
    options.patience = static_cast<int>(params.integer("patience"));
    options.maxEpochs = params.integer("max_epochs");
    if (options.categoryStart != CategoryStart::Random && options.interests > options.dim)
        throw Error(ErrorCode::InvalidConfiguration,
                    "parameter 'category_start' at '" + params.text("category_start")
                        + "' needs 'dim' of at least 'interests' (" + std::to_string(options.interests)
                        + ")");
    return options;
}

Opal::Opal(const OpalOptions& options, std::int64_t itemCount)
    : ItemTableModel(options.interests, options.dim, itemCount)
    , m_options(options)
{
    const int d = options.dim;
    m_categories = register_parameter("categories", torch::zeros({ options.interests, d }));
    m_gru = register_module("gru", torch::nn::GRU(torch::nn::GRUOptions(d, d).bias(false).batch_first(true)));
    m_gruInput = m_gru->named_parameters()["weight_ih_l0"];
    m_gruHidden = m_gru->named_parameters()["weight_hh_l0"];
    if (options.head != GruHead::None)
        m_head = register_module("head", torch::nn::Linear(d, d));
}

Opal::~Opal() = default;

std::vector<Stage> Opal::stages() const
{
    std::vector<Stage> result;
    if (m_options.stages != "hard")
        result.push_back({ "soft", m_options.patience, m_options.maxEpochs });
    if (m_options.stages != "soft")
        result.push_back({ "hard", m_options.patience, m_options.maxEpochs });
    // One category has nothing to be coherent about.
    if (m_options.categoryStart == OpalOptions::CategoryStart::Coherent && interestCount() > 1) {
        result.front().fromItemGroups = true;
        if (m_options.warmupEpochs > 0)
            result.insert(result.begin(),
                          { "warmup", m_options.patience, m_options.warmupEpochs, /*preparatory=*/true });
    }
    return result;
}

void Opal::setStage(const std::string& stage)
{
    if (stage != "warmup" && stage != "soft" && stage != "hard")
        throw Error(ErrorCode::InvalidArgument,
                    "OPAL has the stages warmup, soft and hard, not '" + stage + "'");
    const bool warmup = stage == "warmup";
    if (warmup != m_warmup)
        m_step.reset();
    m_warmup = warmup;
    m_hard = stage == "hard";
}

void Opal::initialise(std::uint64_t seed)
{
    const double bound = 1 / std::sqrt(static_cast<double>(dim()));
    fillUniform(m_items, bound, seed, 0);
    m_items[0].zero_();
    std::uint64_t stream = 1;
    for (const torch::Tensor& parameter : parameters())
        fillUniform(parameter, bound, seed, stream++);
    if (m_options.categoryStart == OpalOptions::CategoryStart::Orthogonal)
        orthonormaliseRows(m_categories);
}

void Opal::project()
{
    projectRowsOf(m_items);
    projectRowsOf(m_categories);
}

void Opal::projectParameters()
{
    if (kernelsFit())
        projectRows(m_categories.data_ptr<float>(), interestCount(), dim());
    else
        projectRowsOf(m_categories);
}

Opal::Forward Opal::forward(const torch::Tensor& table, const torch::Tensor& tokens,
                            const std::vector<std::int64_t>& offsets)
{
    const PaddedIndex padded = padRows(offsets, tokens);
    const std::int64_t users = padded.mask.size(0);
    const torch::Tensor x = table.index_select(0, padded.index.flatten())
                                .view({ users, padded.mask.size(1), dim() }); // [B, L, d]
    Forward made;
    made.mask = padded.mask;
    made.lengths = padded.lengths;
    const torch::Tensor categories = activeCategories();
    const torch::Tensor cosines = torch::matmul(x, categories.t());
    made.assignment = torch::softmax(cosines / m_options.epsilon, -1) * padded.mask.unsqueeze(-1); // Eq. 2
    made.category = made.assignment.detach().argmax(-1);

    const torch::Tensor pooled = torch::bmm(made.assignment.transpose(1, 2), x); // Eq. 3
    const torch::Tensor empty = (padded.lengths == 0).view({ -1, 1, 1 });
    made.soft = torch::where(empty, categories, m_options.normaliseInterests ? unitVectors(pooled) : pooled);
    made.interests = made.soft;
    if (m_hard) {
        made.hard = hardInterests(x, padded.mask, made.category);
        made.interests = (made.soft + made.hard) / 2;
        if (m_options.normaliseInterests)
            made.interests = unitVectors(made.interests);
    }
    return made;
}

torch::Tensor Opal::headOf(const torch::Tensor& states)
{
    torch::Tensor result = states;
    if (m_options.head != GruHead::None)
        result = m_head->forward(result);
    if (m_options.head == GruHead::LinearRelu)
        result = torch::relu(result);
    return m_options.normaliseInterests ? unitVectors(result) : result;
}

torch::Tensor Opal::hardInterests(const torch::Tensor& x, const torch::Tensor& mask,
                                  const torch::Tensor& category)
{
    const std::int64_t users = mask.size(0);
    const std::int64_t groups = users * interestCount();
    const torch::Tensor fallback
        = m_categories.repeat({ users, 1 }); // q_bj = g_j where user b has no item in j
    const torch::Tensor real = mask.flatten().nonzero().squeeze(1);
    if (real.numel() == 0)
        return fallback.view({ users, interestCount(), dim() });

    // Tokens of one (user, category) side by side, in time order.
    const torch::Tensor owner = torch::arange(users, category.options()).unsqueeze(1) * interestCount();
    const torch::Tensor key = (category + owner).flatten().index_select(0, real);
    const auto [sortedKey, order] = torch::sort(key, /*stable=*/true, 0, false);
    const torch::Tensor counts = torch::bincount(sortedKey, {}, groups);
    const torch::Tensor present = counts.nonzero().squeeze(1);
    const torch::Tensor lengths = counts.index_select(0, present).to(torch::kCPU);
    const torch::Tensor first = counts.cumsum(0) - counts;
    const torch::Tensor position
        = torch::arange(real.numel(), key.options()) - first.index_select(0, sortedKey);
    torch::Tensor rowOf = torch::zeros({ groups }, key.options());
    rowOf.index_copy_(0, present, torch::arange(present.numel(), key.options()));

    const std::int64_t longest = lengths.max().item<std::int64_t>();
    const torch::Tensor cell = rowOf.index_select(0, sortedKey) * longest + position;
    const torch::Tensor grouped = x.flatten(0, 1).index_select(0, real.index_select(0, order));
    const torch::Tensor table = torch::zeros({ present.numel() * longest, dim() }, x.options())
                                    .index_copy(0, cell, grouped)
                                    .view({ present.numel(), longest, dim() });
    const auto packed = torch::nn::utils::rnn::pack_padded_sequence(table, lengths, /*batch_first=*/true,
                                                                    /*enforce_sorted=*/false);
    const torch::Tensor last = std::get<1>(m_gru->forward_with_packed_input(packed)).squeeze(0);
    return fallback.index_copy(0, present, headOf(last)).view({ users, interestCount(), dim() });
}

torch::Tensor Opal::validInterests(const torch::Tensor& category, const torch::Tensor& mask) const
{
    const torch::Tensor hits = torch::one_hot(category, activeInterests()) * mask.unsqueeze(-1);
    const torch::Tensor counts = hits.sum(1);
    // A user without history keeps all interests: they are the categories, and something has to be searched.
    return m_options.dropEmptyInterests ? (counts > 0).logical_or(counts.sum(1, true) == 0)
                                        : torch::ones_like(counts, torch::kBool);
}

UserInterests Opal::encode(const RaggedHistories& histories)
{
    if (!torch::GradMode::is_enabled() && kernelsFit())
        return encodeFused(histories);
    const Forward made = forward(m_items, itemIndex(histories.items), histories.offsets);
    const torch::Tensor real = made.mask.flatten().nonzero().squeeze(1);
    UserInterests result;
    result.vectors = made.interests;
    result.valid = validInterests(made.category, made.mask);
    result.weights = made.assignment.flatten(0, 1).index_select(0, real);
    return padded(std::move(result));
}

torch::Tensor Opal::uniqueness(const Forward& made) const
{
    if (interestCount() == 1)
        return torch::zeros({}, made.mask.options());
    const torch::Tensor winner = std::get<0>(made.assignment.max(-1));
    const torch::Tensor surprise = -torch::log(torch::where(made.mask > 0, winner, torch::ones_like(winner)));
    if (m_options.uniqueMean == OpalOptions::UniqueMean::Items)
        return surprise.sum() / made.mask.sum();
    return (surprise.sum(1) / made.lengths.clamp_min(1)).mean(); // Eq. 5
}

torch::Tensor Opal::hardSpread(const Forward& made) const
{
    if (interestCount() == 1)
        return torch::zeros({}, made.mask.options());
    const torch::Tensor winners = made.assignment * torch::one_hot(made.category, interestCount());
    return relativeSpread(m_options.hardUniformity == OpalOptions::HardUniformity::Positions
                              ? winners.sum(0)
                              : winners.flatten(0, 1).sum(0));
}

/// While one interest is trained, the others of K are there, but not valid.
UserInterests Opal::padded(UserInterests active) const
{
    const std::int64_t missing = interestCount() - activeInterests();
    if (missing == 0)
        return active;
    active.vectors = torch::constant_pad_nd(active.vectors, { 0, 0, 0, missing });
    active.valid = torch::constant_pad_nd(active.valid, { 0, missing });
    active.weights = torch::constant_pad_nd(active.weights, { 0, missing });
    return active;
}

HyperCategories Opal::hyperCategories()
{
    if (m_warmup)
        return {};
    return { m_categories, m_options.epsilon };
}

LossTerms Opal::loss(const Batch& batch)
{
    const TouchedRows& touched = touch(batch);
    const Forward made = forward(touched.values, touched.history, batch.history.offsets);
    const torch::Tensor logits
        = maxLogits(made.interests, touched.values.index_select(0, touched.positives),
                    touched.values.index_select(0, touched.negatives), m_options.epsilon);
    const double orthScale = m_options.orthMean ? 1.0 / (interestCount() * interestCount()) : 1.0;

    LossTerms terms;
    terms.emplace_back("loss", torch::Tensor());
    terms.emplace_back(
        "main", candidateLoss(logits, collisions(batch.positives, batch.negatives).to(logits.device())));
    terms.emplace_back("orth", orthogonality(activeCategories()) * orthScale);
    terms.emplace_back("unif", relativeSpread(made.assignment.flatten(0, 1).sum(0)));
    torch::Tensor total = terms[1].second + m_options.lambdaOrth * terms[2].second
        + m_options.lambdaUnif * terms[3].second; // Eq. 7
    if (m_hard) {
        terms.emplace_back("unique", uniqueness(made));
        total = total + m_options.lambdaUnique * terms.back().second;
        if (m_options.hardUniformity != OpalOptions::HardUniformity::None) {
            terms.emplace_back("unif_hard", hardSpread(made));
            total = total + m_options.lambdaUnif * terms.back().second;
        }
    }
    terms.front().second = total;
    return terms;
}

} // namespace opal
