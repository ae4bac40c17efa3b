// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <utility>

namespace opal {

/// The last answers of something that takes long, by what they depend on. Any thread may ask; each answer is
/// made once, and who asks meanwhile waits for it.
template <typename Value, std::size_t Kept> class LastAnswers final
{
public:
    /// The answer of that key, by `make()` if it is not there; what `make` throws leaves nothing behind.
    template <typename Make> std::shared_ptr<const Value> get(const std::string& key, Make make)
    {
        const std::lock_guard lock(m_mutex);
        for (auto& [known, value] : m_answers)
            if (known == key)
                return value;
        // Room first: two of them at once may be much memory.
        if (m_answers.size() >= Kept)
            m_answers.pop_back();
        // Made in its place: some of them can be neither copied nor moved.
        m_answers.emplace_front(key, std::shared_ptr<const Value>(new Value(make())));
        return m_answers.front().second;
    }

private:
    std::mutex m_mutex; ///< protects the answers, and has each made once
    std::deque<std::pair<std::string, std::shared_ptr<const Value>>> m_answers; ///< newest first
};

} // namespace opal
