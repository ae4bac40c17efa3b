// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/external.h"

#include <algorithm>

#include "core/base/error.h"
#include "core/models/baselinemodel.h"

namespace opal {

namespace {

[[noreturn]] void refuseExternal(const std::string& path, const std::string& reason)
{
    throw Error(ErrorCode::InvalidCheckpoint,
                "'" + path + "' does not hold the vectors of this run: " + reason + "; adopt them again.");
}

[[noreturn]] void refuseWithoutModel()
{
    throw Error(
        ErrorCode::Unsupported,
        "this run was adopted from vectors, so there is no model that could read another history or be "
        "trained; ask about a user as he is.");
}

} // namespace

std::string externalFile(const std::string& runFolder)
{
    return runFolder + "/vectors.safetensors";
}

std::shared_ptr<RankingModel> openExternal(const std::string& file, int interests, int dim,
                                           std::int64_t itemCount)
{
    return std::make_shared<External>(file, interests, dim, itemCount);
}

void setDay(RankingModel& model, Split split)
{
    if (auto* const external = dynamic_cast<External*>(&model))
        external->setDay(split);
}

External::External(const std::string& file, int interests, int dim, std::int64_t itemCount)
    : m_file(file)
    , m_interests(interests)
    , m_dim(dim)
{
    const Array items = m_file.array("items");
    if (items.type != NumberType::F32 || items.shape != std::vector<std::int64_t> { itemCount + 1, dim })
        refuseExternal(file, "its item vectors are " + shapeText(items.shape));
    m_items = torch::from_blob(const_cast<char*>(items.data), { itemCount + 1, dim }, torch::kFloat32);
    m_test = readDay("");
    const std::vector<std::string> names = m_file.names();
    if (std::find(names.begin(), names.end(), "validation_interests") != names.end())
        m_validation = readDay("validation_");
}

External::Day External::readDay(const std::string& prefix)
{
    Day day { m_file.array(prefix + "interests"), m_file.array(prefix + "valid"), {} };
    const auto& shape = day.vectors.shape;
    if (day.vectors.type != NumberType::F32 || shape.size() != 3 || shape[1] != m_interests
        || shape[2] != m_dim || day.valid.shape != std::vector<std::int64_t> { shape[0], shape[1] })
        refuseExternal(m_file.path(), "its interests are " + shapeText(shape));
    const std::vector<std::string> names = m_file.names();
    if (std::find(names.begin(), names.end(), prefix + "weights") != names.end()) {
        day.weights = m_file.array(prefix + "weights");
        if (day.weights->shape != day.valid.shape)
            refuseExternal(m_file.path(), "its weights are " + shapeText(day.weights->shape));
    }
    return day;
}

const External::Day& External::day() const
{
    return m_day == Split::Valid && m_validation ? *m_validation : m_test;
}

std::int64_t External::rowOf(const RaggedHistories& histories, std::int64_t place) const
{
    const auto slot = static_cast<std::size_t>(place);
    const UserIndex user = slot < histories.users.size() ? histories.users[slot] : -1;
    if (user < 0 || user >= day().vectors.rows())
        refuseWithoutModel();
    return user;
}

UserInterests External::encode(const RaggedHistories& histories)
{
    const std::int64_t users = histories.size();
    UserInterests result;
    result.vectors = torch::empty({ users, m_interests, m_dim });
    torch::Tensor valid = torch::empty({ users, m_interests });
    if (day().weights)
        result.intensity = torch::empty({ users, m_interests });
    const auto flags = static_cast<std::size_t>(m_interests);
    const std::size_t numbers = flags * static_cast<std::size_t>(m_dim);
    for (std::int64_t place = 0; place < users; ++place) {
        const std::int64_t row = rowOf(histories, place);
        const auto slot = static_cast<std::size_t>(place);
        day().vectors.readRow(row, { result.vectors.data_ptr<float>() + slot * numbers, numbers });
        day().valid.readRow(row, { valid.data_ptr<float>() + slot * flags, flags });
        if (day().weights)
            day().weights->readRow(row, { result.intensity.data_ptr<float>() + slot * flags, flags });
    }
    result.valid = valid != 0;
    return result;
}

InterestTrace External::trace(std::span<const ItemIndex> /*history*/, std::optional<double> epsilon,
                              UserIndex /*user*/)
{
    if (epsilon)
        refuseWithoutModel();
    return {};
}

} // namespace opal
