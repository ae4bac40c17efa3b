// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/synthlog.h"

#include <algorithm>
#include <charconv>
#include <string_view>
#include <vector>

#include "core/base/error.h"
#include "core/base/random.h"
#include "core/data/atomicfile.h"

namespace opal {

namespace {

constexpr std::string_view header
    = "userid,feedid,date_,device,read_comment,comment,like,play,stay,click_avatar,forward,follow,favorite\n";
constexpr std::int64_t blockUsers = 512;
constexpr std::uint64_t logStreams = 1ULL
    << 61; ///< streams of RandomPurpose::Synthesis apart from synth.cpp's

class RowWriter final
{
public:
    void field(std::int64_t value, char end = ',')
    {
        char digits[24];
        const auto result = std::to_chars(std::begin(digits), std::end(digits), value);
        m_text.append(digits, result.ptr);
        m_text.push_back(end);
    }

    const std::string& text() const { return m_text; }

private:
    std::string m_text;
};

std::int64_t rowsOf(const SynthLogParams& params, std::int64_t user)
{
    return params.rows * (user + 1) / params.users - params.rows * user / params.users;
}

void writeRow(const SynthLogParams& params, std::int64_t user, std::int64_t day, Random& random,
              RowWriter& out)
{
    const double popularity = random.uniformDouble();
    const auto item
        = static_cast<std::int64_t>(popularity * popularity * popularity * static_cast<double>(params.items));
    const auto chance = [&random](std::uint32_t percent) { return random.below(100) < percent ? 1 : 0; };
    const std::int64_t play = random.below(60000);
    out.field(user + 1);
    out.field(item + 1);
    out.field(day + 1);
    out.field(1 + random.below(2)); // device
    out.field(chance(20)); // read_comment
    out.field(chance(1)); // comment
    out.field(chance(12)); // like
    out.field(play);
    out.field(play + random.below(5000)); // stay
    out.field(chance(4)); // click_avatar
    out.field(chance(2)); // forward
    out.field(chance(1)); // follow
    out.field(chance(1), '\n'); // favorite
}

std::string blockText(const SynthLogParams& params, std::int64_t first, std::int64_t last)
{
    RowWriter out;
    for (std::int64_t user = first; user < last; ++user) {
        Random random(params.seed, RandomPurpose::Synthesis, logStreams + static_cast<std::uint64_t>(user));
        const std::int64_t rows = rowsOf(params, user);
        for (std::int64_t row = 0; row < rows; ++row)
            writeRow(params, user, row * params.days / rows, random, out);
    }
    return out.text();
}

} // namespace

void writeWechatLog(const std::string& path, const SynthLogParams& params,
                    const std::function<void(double fraction)>& progress, const std::stop_token& stop)
{
    if (params.users < 1 || params.items < 1 || params.rows < params.users || params.days < 4
        || params.days > 10000)
        throw Error(ErrorCode::InvalidArgument,
                    "a synthetic log needs a user, an item, a row for every user and 4 to 10,000 days");
    AtomicFile file(path);
    file.write(header.data(), header.size());
    const std::int64_t blocks = (params.users + blockUsers - 1) / blockUsers;
    constexpr std::int64_t wave = 8; // blocks made side by side, written in their order
    for (std::int64_t start = 0; start < blocks; start += wave) {
        if (stop.stop_requested())
            throw Cancelled();
        std::vector<std::string> texts(static_cast<std::size_t>(std::min(wave, blocks - start)));
#pragma omp parallel for schedule(dynamic, 1)
        for (std::size_t i = 0; i < texts.size(); ++i) {
            const std::int64_t first = (start + static_cast<std::int64_t>(i)) * blockUsers;
            texts[i] = blockText(params, first, std::min(first + blockUsers, params.users));
        }
        for (const std::string& text : texts)
            file.write(text.data(), text.size());
        if (progress)
            progress(static_cast<double>(std::min(start + wave, blocks)) / static_cast<double>(blocks));
    }
    file.commit();
}

} // namespace opal
