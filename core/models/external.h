// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "core/data/arrayfile.h"
#include "core/models/externalfile.h"
#include "core/models/rankingmodel.h"

namespace opal {

/// Vectors of another program in place of a model. Interests are looked up by whose a history is, not made
/// from it: a made-up history has none. The file stays mapped; its arrays are not copied.
class External final : public VectorModel
{
public:
    /// `interests` and `dim` are those of the run. Throws Error{NotFound, CannotRead, InvalidData}, and
    /// Error{InvalidCheckpoint} if the file does not fit them or the number of items.
    External(const std::string& file, int interests, int dim, std::int64_t itemCount);

    int interestCount() const override { return m_interests; }

    int dim() const override { return m_dim; }

    torch::Tensor itemTable() override { return m_items; }

    /// The day before which interests are asked for; the test day unless told.
    void setDay(Split day) { m_day = day; }

    /// With UserInterests::intensity where the file has weights. Throws Error{Unsupported} for a history of
    /// nobody.
    UserInterests encode(const RaggedHistories& histories) override;

    InterestTrace trace(std::span<const ItemIndex> history, std::optional<double> epsilon,
                        UserIndex user) override;

private:
    struct Day
    {
        Array vectors; ///< [U, K, d]
        Array valid; ///< [U, K]
        std::optional<Array> weights; ///< [U, K]
    };

    Day readDay(const std::string& prefix);
    const Day& day() const;
    /// Row of a user in its day; throws for nobody.
    std::int64_t rowOf(const RaggedHistories& histories, std::int64_t place) const;

    ArrayFile m_file;
    int m_interests;
    int m_dim;
    torch::Tensor m_items; ///< [N + 1, d], in the mapped file: never written
    Day m_test;
    std::optional<Day> m_validation; ///< where the day has interests of its own
    Split m_day = Split::Test;
};

} // namespace opal
