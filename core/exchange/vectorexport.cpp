// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exchange/vectorexport.h"

#include <algorithm>
#include <filesystem>
#include <limits>
#include <memory>

#include "core/base/csvfield.h"
#include "core/base/error.h"
#include "core/data/arraywriter.h"
#include "core/data/textfile.h"
#include "core/evaluation/userblock.h"
#include "core/exchange/encoderscript.h"
#include "core/models/recommender.h"
#include "core/retrieval/faissindex.h"
#include "core/retrieval/interests.h"
#include "core/retrieval/mergerule.h"
#include "core/retrieval/searcher.h"

namespace opal {

namespace {

constexpr std::size_t usersTogether = 1024;

using Spools = std::vector<std::unique_ptr<ArraySpool>>;
using Progress = std::function<void(double fraction)>;
/// The lists of every interest of all users of a set.
using ListMaker
    = std::function<std::vector<InterestLists>(const InterestSet& interests, Searcher::Filters filters)>;

/// Names of what was written into a folder.
class Folder final
{
public:
    explicit Folder(std::string path)
        : m_path(std::move(path))
    {
        std::error_code error;
        std::filesystem::create_directories(m_path, error);
        if (!std::filesystem::is_directory(m_path))
            throw Error(ErrorCode::CannotWrite,
                        "cannot make the folder '" + m_path + "'"
                            + (error ? ": " + error.message() : std::string()) + "; choose another one.");
    }

    const std::string& path() const { return m_path; }

    /// Path of a file that will be listed.
    std::string add(const std::string& name)
    {
        m_files.push_back(m_path + "/" + name);
        return m_files.back();
    }

    const std::vector<std::string>& files() const { return m_files; }

private:
    std::string m_path;
    std::vector<std::string> m_files;
};

/// The ids one a line, as `--item-ids` and `--user-ids` read them.
void writeIds(Folder& folder, const std::string& name, std::int64_t count,
              const std::function<std::string_view(std::int64_t)>& id)
{
    TextFile file(folder.add(name));
    for (std::int64_t index = 0; index < count; ++index) {
        if (id(index).find_first_of("\r\n") != std::string_view::npos)
            throw Error(ErrorCode::InvalidData,
                        "an id of the data set holds a line break, so a file of ids cannot be written; "
                        "export as npz.");
        file << id(index) << "\n";
    }
    file.commit();
}

void writeItemIds(Folder& folder, const Dataset& data)
{
    writeIds(folder, "item_ids.txt", data.itemCount(),
             [&](std::int64_t row) { return data.itemId(static_cast<ItemIndex>(row + 1)); });
}

void writeUserIds(Folder& folder, const Dataset& data)
{
    writeIds(folder, "user_ids.txt", data.userCount(),
             [&](std::int64_t row) { return data.userId(static_cast<UserIndex>(row)); });
}

/// Everything about items and users as arrays in files without a name.
class Arrays final
{
public:
    Arrays(const VectorExport& what, std::string folder)
        : m_what(what)
        , m_folder(std::move(folder))
    {
        if (what.k < 1)
            throw Error(ErrorCode::InvalidArgument, "k must be at least 1.");
    }

    ArraySpool& add(const std::string& name, NumberType type, std::vector<std::int64_t> rowShape = {},
                    std::uint64_t width = 0)
    {
        m_spools.push_back(std::make_unique<ArraySpool>(m_folder, name, type, std::move(rowShape), width));
        return *m_spools.back();
    }

    void addItemIds()
    {
        std::vector<std::string> ids;
        for (ItemIndex item = 1; item <= m_what.data.itemCount(); ++item)
            ids.emplace_back(m_what.data.itemId(item));
        addTexts("item_ids", ids);
    }

    void addUserIds()
    {
        std::vector<std::string> ids;
        for (UserIndex user = 0; user < m_what.data.userCount(); ++user)
            ids.emplace_back(m_what.data.userId(user));
        addTexts("user_ids", ids);
    }

    void addItems()
    {
        const std::vector<float> vectors = itemVectors(m_what.model);
        ArraySpool& items = add("items", NumberType::F32, { m_what.model.dim() });
        items.append(std::span<const float>(vectors).subspan(static_cast<std::size_t>(m_what.model.dim())));
    }

    /// The whole history before the test day, rows of `item_ids`.
    void addHistories()
    {
        ArraySpool& items = add("history_items", NumberType::I32);
        ArraySpool& offsets = add("history_offsets", NumberType::I64);
        std::vector<std::int64_t> offset { 0 };
        std::vector<std::int32_t> rows;
        for (UserIndex user = 0; user < m_what.data.userCount(); ++user) {
            const auto history = m_what.data.history(user, Split::Test);
            rows.clear();
            for (const ItemIndex item : history)
                rows.push_back(item - 1);
            items.append(std::span<const std::int32_t>(rows));
            offset.push_back(offset.back() + static_cast<std::int64_t>(rows.size()));
        }
        offsets.append(std::span<const std::int64_t>(offset));
    }

    /// Interests, flags and weights before the day of `split`; with a searcher the lists, too.
    void addUsers(Split split, const ListMaker& listsOf, const Progress& progress,
                  const std::stop_token& stop)
    {
        const std::string prefix = split == Split::Valid ? "validation_" : "";
        const std::int64_t interests = m_what.model.interestCount();
        ArraySpool& vectors = add(prefix + "interests", NumberType::F32, { interests, m_what.model.dim() });
        ArraySpool& valid = add(prefix + "valid", NumberType::Bool, { interests });
        ArraySpool* weights = nullptr;
        Lists lists;
        if (listsOf) {
            std::vector<std::int64_t> shape { std::min<std::int64_t>(m_what.k, m_what.data.itemCount()) };
            if (m_what.perInterest)
                shape.insert(shape.begin(), interests);
            lists.items = &add("lists", NumberType::I32, shape);
            lists.scores = &add("scores", NumberType::F32, shape);
            lists.sources = m_what.perInterest ? nullptr : &add("sources", NumberType::I32, shape);
        }
        const auto users = static_cast<std::size_t>(m_what.data.userCount());
        for (std::size_t first = 0; first < users; first += usersTogether) {
            if (stop.stop_requested())
                throw Cancelled();
            std::vector<UserIndex> part(std::min(usersTogether, users - first));
            for (std::size_t i = 0; i < part.size(); ++i)
                part[i] = static_cast<UserIndex>(first + i);
            const UserBlock block = gatherBlock(m_what.data, split, m_what.rule, part);
            InterestSet set = extractInterests(m_what.model, block.windows);
            for (std::size_t i = 0; i < part.size(); ++i)
                if (m_what.data.history(part[i], split).empty())
                    std::fill_n(set.valid.begin() + static_cast<std::ptrdiff_t>(i) * interests, interests, 0);
            vectors.append(std::span<const float>(set.vectors));
            valid.append(std::span<const std::uint8_t>(set.valid));
            if (!set.intensity.empty()) {
                if (!weights)
                    weights = &add(prefix + "weights", NumberType::F32, { interests });
                weights->append(std::span<const float>(set.intensity));
            }
            if (listsOf)
                addLists(listsOf(set, block.filters()), lists);
            progress(static_cast<double>(first + part.size()) / static_cast<double>(users));
        }
    }

    const Spools& spools() const { return m_spools; }

private:
    struct Lists
    {
        ArraySpool* items = nullptr;
        ArraySpool* scores = nullptr;
        ArraySpool* sources = nullptr;
    };

    void addTexts(const std::string& name, const std::vector<std::string>& texts)
    {
        ArraySpool& spool
            = add(name, NumberType::Text, {}, longestText(texts) * infoOf(NumberType::Text).bytes);
        for (const std::string& text : texts)
            spool.appendText(text);
    }

    void addLists(const std::vector<InterestLists>& users, const Lists& lists) const
    {
        const auto width
            = static_cast<std::size_t>(std::min<std::int64_t>(m_what.k, m_what.data.itemCount()));
        const auto add = [&](const std::vector<RecallEntry>& list) {
            std::vector<std::int32_t> items(width, -1);
            std::vector<std::int32_t> sources(width, -1);
            std::vector<float> scores(width, 0);
            for (std::size_t rank = 0; rank < list.size(); ++rank) {
                items[rank] = list[rank].item - 1;
                sources[rank] = list[rank].interest;
                scores[rank] = list[rank].score;
            }
            lists.items->append(std::span<const std::int32_t>(items));
            lists.scores->append(std::span<const float>(scores));
            if (lists.sources)
                lists.sources->append(std::span<const std::int32_t>(sources));
        };
        for (const InterestLists& user : users) {
            if (m_what.perInterest)
                std::for_each(user.begin(), user.end(), add);
            else
                add(mergeLists(user, m_what.k, {}));
        }
    }

    const VectorExport& m_what;
    std::string m_folder;
    Spools m_spools;
};

/// A part of a progress that goes from `begin` to `end` of the whole.
Progress partOf(const Progress& whole, double begin, double end)
{
    return [&whole, begin, end](double fraction) {
        if (whole)
            whole(begin + (end - begin) * fraction);
    };
}

/// Items, both days' interests and the lists: what npz, safetensors and csv hold.
Arrays allArrays(const VectorExport& what, const Folder& folder, bool ids, const Progress& progress,
                 const std::stop_token& stop)
{
    Arrays arrays(what, folder.path());
    if (ids) {
        arrays.addItemIds();
        arrays.addUserIds();
    }
    arrays.addItems();
    arrays.addHistories();
    const Searcher searcher = searcherOf(what.model);
    const auto exactly = [&](const InterestSet& interests, Searcher::Filters filters) {
        return searcher.lists(interests, what.k, filters);
    };
    arrays.addUsers(Split::Test, exactly, partOf(progress, 0, 0.6), stop);
    arrays.addUsers(Split::Valid, {}, partOf(progress, 0.6, 0.8), stop);
    return arrays;
}

/// What every README says of its numbers.
std::string readmeHead(const VectorExport& what, const std::string& form)
{
    return "# " + what.run + " as " + form + "\n\nWritten by OPAL Studio from the data set "
        + what.data.summary().name + " (hash " + what.data.summary().hash
        + "): " + std::to_string(what.data.itemCount()) + " items, " + std::to_string(what.data.userCount())
        + " users, " + std::to_string(what.model.interestCount()) + " interests of "
        + std::to_string(what.model.dim())
        + " dimensions. The score of an item under an interest is their inner "
          "product;\nan item counts with its highest score under a valid interest. Items and users are "
          "numbered "
          "from 0 in the order of their ids.\n\n";
}

std::string tableOfArrays(const VectorExport& what)
{
    const std::string lists = what.perInterest ? "[U, K, k]" : "[U, k]";
    return "| array | holds |\n|---|---|\n"
           "| `items` [N, d] | item vectors, in the order of the item ids |\n"
           "| `interests` [U, K, d] | interests of every user before the test day, in the order of the user "
           "ids |\n"
           "| `valid` [U, K] | whether an interest takes part; nobody without a history has one |\n"
           "| `weights` [U, K] | share of the history in an interest (sum of its assignment weights); "
           "missing "
           "where the model assigns no items |\n"
           "| `validation_interests`, `validation_valid`, `validation_weights` | the same before the "
           "validation "
           "day |\n"
           "| `history_items`, `history_offsets` [U + 1] | items of user u before the test day, oldest "
           "first: "
           "`history_items[history_offsets[u]:history_offsets[u + 1]]` |\n"
           "| `lists` "
        + lists + ", `scores` " + lists
        + " | recommended items, best first; -1 behind the end of a short list |\n"
        + (what.perInterest ? "" : "| `sources` [U, k] | the interest that gave the item its score |\n")
        + "\n";
}

/// What of a history, as Python has it, a list leaves out.
std::string leftOut(const VectorExport& what)
{
    switch (what.rule.exclusion) {
    case Exclusion::History:
        return {};
    case Exclusion::Window:
        return "[-" + std::to_string(what.rule.maxLength) + ":]";
    case Exclusion::Nothing:
        return "[:0]";
    }
    return {};
}

std::string seenCode(const VectorExport& what, const std::string& arrays)
{
    return "    seen = " + arrays + "[\"history_items\"][" + arrays + "[\"history_offsets\"][u]:" + arrays
        + "[\"history_offsets\"][u + 1]]" + leftOut(what) + "\n";
}

std::string recallCode(const VectorExport& what)
{
    return "def recall(u, k=" + std::to_string(what.k)
        + "):\n"
          "    scores = np.where(run[\"valid\"][u][:, None], run[\"interests\"][u] @ run[\"items\"].T, "
          "-np.inf).max(0)\n"
        + seenCode(what, "run")
        + "    scores[seen] = -np.inf\n"
          "    return np.argsort(-scores, kind=\"stable\")[:min(k, np.isfinite(scores).sum())]\n";
}

std::vector<std::string> finished(Folder& folder, const std::string& readme)
{
    TextFile file(folder.add("README.md"));
    file << readme;
    file.commit();
    return folder.files();
}

std::string python(const std::string& code)
{
    return "```python\n" + code + "```\n";
}

std::vector<std::string> writeNpzFolder(const VectorExport& what, const std::string& path,
                                        const Progress& progress, std::stop_token stop)
{
    Folder folder(path);
    const Arrays arrays = allArrays(what, folder, true, progress, stop);
    writeNpz(folder.add("run.npz"), arrays.spools());
    return finished(folder,
                    readmeHead(what, "NumPy arrays") + "`run.npz`:\n\n" + tableOfArrays(what)
                        + "`item_ids` [N] and `user_ids` [U] are texts.\n\n"
                        + python("import numpy as np\n\nrun = dict(np.load(\"run.npz\"))\n\n"
                                 + recallCode(what) + "\nprint(run[\"item_ids\"][recall(0)[:10]])\n"));
}

std::vector<std::string> writeTensorFolder(const VectorExport& what, const std::string& path,
                                           const Progress& progress, std::stop_token stop)
{
    Folder folder(path);
    const Arrays arrays = allArrays(what, folder, false, progress, stop);
    writeItemIds(folder, what.data);
    writeUserIds(folder, what.data);
    writeTensors(folder.add("run.safetensors"), arrays.spools(),
                 { { "item_ids", "item_ids.txt" },
                   { "user_ids", "user_ids.txt" },
                   { "dataset_hash", what.data.summary().hash } });
    return finished(
        folder,
        readmeHead(what, "safetensors") + "`run.safetensors`:\n\n" + tableOfArrays(what)
            + "`item_ids.txt` and `user_ids.txt` hold the ids, one a line. Where the package `safetensors` "
              "is "
              "installed, `load` is `safetensors.numpy.load_file`.\n\n"
            + python(
                "import json\nimport numpy as np\n\ndef load(file):\n"
                "    data = np.memmap(file, mode=\"r\")\n"
                "    size = int(data[:8].view(\"<u8\")[0])\n"
                "    kinds = {\"F32\": \"<f4\", \"I32\": \"<i4\", \"I64\": \"<i8\", \"BOOL\": \"?\"}\n"
                "    return {name: data[8 + size:][slice(*t[\"data_offsets\"])].view(kinds[t[\"dtype\"]])"
                ".reshape(t[\"shape\"])\n"
                "            for name, t in json.loads(bytes(data[8:8 + size])).items() if name != "
                "\"__metadata__\"}\n\n"
                "run = load(\"run.safetensors\")\nitem_ids = "
                "open(\"item_ids.txt\", encoding=\"utf-8\").read().split(\"\\n\")\n\n"
                + recallCode(what) + "\nprint([item_ids[row] for row in recall(0)[:10]])\n"));
}

/// Rows of an array as they were spooled.
template <typename Number> std::span<const Number> numbersOf(ArraySpool& spool)
{
    const std::span<const char> bytes = spool.bytes();
    return { reinterpret_cast<const Number*>(bytes.data()), bytes.size() / sizeof(Number) };
}

ArraySpool* find(const Spools& spools, const std::string& name)
{
    for (const auto& spool : spools)
        if (spool->name() == name)
            return spool.get();
    return nullptr;
}

void writeVectorColumns(TextFile& file, std::int64_t dim)
{
    for (std::int64_t i = 0; i < dim; ++i)
        file << ",v" << i;
    file << "\n";
}

void writeNumbers(TextFile& file, std::span<const float> numbers)
{
    for (const float number : numbers)
        file << "," << number;
    file << "\n";
}

void writeItemsCsv(Folder& folder, const VectorExport& what, ArraySpool& items)
{
    const auto dim = static_cast<std::size_t>(what.model.dim());
    const auto vectors = numbersOf<float>(items);
    TextFile file(folder.add("items.csv"));
    file << "item";
    writeVectorColumns(file, what.model.dim());
    for (ItemIndex item = 1; item <= what.data.itemCount(); ++item) {
        file << csvField(what.data.itemId(item));
        writeNumbers(file, vectors.subspan((static_cast<std::size_t>(item) - 1) * dim, dim));
    }
    file.commit();
}

void writeInterestsCsv(Folder& folder, const VectorExport& what, const Spools& spools,
                       const std::string& prefix)
{
    const auto dim = static_cast<std::size_t>(what.model.dim());
    const auto count = static_cast<std::size_t>(what.model.interestCount());
    const auto vectors = numbersOf<float>(*find(spools, prefix + "interests"));
    const auto valid = numbersOf<std::uint8_t>(*find(spools, prefix + "valid"));
    ArraySpool* const weights = find(spools, prefix + "weights");
    TextFile file(folder.add(prefix + "interests.csv"));
    file << "user,interest,valid,weight";
    writeVectorColumns(file, what.model.dim());
    for (UserIndex user = 0; user < what.data.userCount(); ++user) {
        for (std::size_t j = 0; j < count; ++j) {
            const std::size_t at = static_cast<std::size_t>(user) * count + j;
            file << csvField(what.data.userId(user));
            file << "," << static_cast<std::int64_t>(j) << (valid[at] != 0 ? ",1," : ",0,");
            if (weights)
                file << numbersOf<float>(*weights)[at];
            writeNumbers(file, vectors.subspan(at * dim, dim));
        }
    }
    file.commit();
}

void writeListsCsv(Folder& folder, const VectorExport& what, const Spools& spools)
{
    ArraySpool& lists = *find(spools, "lists");
    ArraySpool* const sources = find(spools, "sources");
    const auto items = numbersOf<std::int32_t>(lists);
    const auto scores = numbersOf<float>(*find(spools, "scores"));
    const auto width = static_cast<std::size_t>(lists.shape().back());
    const std::size_t perUser = items.size() / static_cast<std::size_t>(what.data.userCount());
    TextFile file(folder.add("lists.csv"));
    file << "user,interest,rank,item,score\n";
    for (std::size_t at = 0; at < items.size(); ++at) {
        if (items[at] < 0)
            continue;
        file << csvField(what.data.userId(static_cast<UserIndex>(at / perUser)));
        file << ","
             << (sources ? std::int64_t { numbersOf<std::int32_t>(*sources)[at] }
                         : static_cast<std::int64_t>(at % perUser / width))
             << "," << static_cast<std::int64_t>(at % width + 1) << ",";
        file << csvField(what.data.itemId(items[at] + 1)) << "," << scores[at] << "\n";
    }
    file.commit();
}

void writeHistoriesCsv(Folder& folder, const VectorExport& what)
{
    TextFile file(folder.add("histories.csv"));
    file << "user,item\n";
    for (UserIndex user = 0; user < what.data.userCount(); ++user) {
        for (const ItemIndex item : what.data.history(user, Split::Test)) {
            file << csvField(what.data.userId(user)) << ",";
            file << csvField(what.data.itemId(item)) << "\n";
        }
    }
    file.commit();
}

std::vector<std::string> writeCsvFolder(const VectorExport& what, const std::string& path,
                                        const Progress& progress, std::stop_token stop)
{
    Folder folder(path);
    const Arrays arrays = allArrays(what, folder, false, progress, stop);
    const Spools& spools = arrays.spools();
    writeItemsCsv(folder, what, *find(spools, "items"));
    writeInterestsCsv(folder, what, spools, "");
    writeInterestsCsv(folder, what, spools, "validation_");
    writeHistoriesCsv(folder, what);
    writeListsCsv(folder, what, spools);
    return finished(
        folder,
        readmeHead(what, "CSV")
            + "| file | holds |\n|---|---|\n"
              "| `items.csv` | one item a row: id and vector v0, v1, ... |\n"
              "| `interests.csv` | one interest a row, before the test day: user, number, whether it takes "
              "part, "
              "its weight in the history (empty where the model assigns no items), vector |\n"
              "| `validation_interests.csv` | the same before the validation day |\n"
              "| `histories.csv` | items of every user before the test day, oldest first |\n"
              "| `lists.csv` | recommended items, best first, with the interest that gave the score |\n\n"
            + python("import csv\nfrom collections import defaultdict\n\ndef rows(file):\n"
                     "    return csv.DictReader(open(file, newline=\"\", encoding=\"utf-8\"))\n\n"
                     "vector = lambda row: [float(number) for key, number in row.items() if key[0] == \"v\" "
                     "and key "
                     "!= \"valid\"]\n"
                     "items = {row[\"item\"]: vector(row) for row in rows(\"items.csv\")}\n"
                     "interests, histories = defaultdict(list), defaultdict(list)\n"
                     "for row in rows(\"interests.csv\"):\n"
                     "    if row[\"valid\"] == \"1\":\n"
                     "        interests[row[\"user\"]].append(vector(row))\n"
                     "for row in rows(\"histories.csv\"):\n"
                     "    histories[row[\"user\"]].append(row[\"item\"])\n\n"
                     "def recall(user, k="
                     + std::to_string(what.k)
                     + "):\n"
                       "    score = lambda item: max(sum(map(float.__mul__, u, items[item])) for u in "
                       "interests[user])\n"
                       "    left = items.keys() - set(histories[user]"
                     + leftOut(what)
                     + ")\n"
                       "    return sorted(left, key=score, reverse=True)[:k] if interests[user] else []\n\n"
                       "print(recall(next(iter(interests)))[:10])\n"));
}

std::vector<std::string> writeFaissFolder(const VectorExport& what, const std::string& path,
                                          const Progress& progress, std::stop_token stop)
{
    Folder folder(path);
    const FaissIndex index(itemVectors(what.model), what.data.itemCount(), what.model.dim(), what.indexSpec);
    const auto throughIndex = [&](const InterestSet& interests, Searcher::Filters filters) {
        return index.lists(interests, 0, what.k, filters);
    };
    Arrays arrays(what, folder.path());
    arrays.addUserIds();
    arrays.addHistories();
    arrays.addUsers(Split::Test, throughIndex, partOf(progress, 0, 0.9), stop);
    index.write(folder.add("index.faiss"));
    writeItemIds(folder, what.data);
    writeNpz(folder.add("users.npz"), arrays.spools());
    return finished(
        folder,
        readmeHead(what, "a Faiss index") + "`index.faiss` is the index `" + what.indexSpec
            + "` over the item vectors, by inner product; its row i is line i of `item_ids.txt`. `users.npz` "
              "holds "
              "what is asked with it, and `lists`, what this program found with the same index:\n\n"
            + tableOfArrays(what) + "(without `items` and the validation day).\n\n"
            + python("import faiss\nimport numpy as np\n\nindex = faiss.read_index(\"index.faiss\")\nusers = "
                     "dict(np.load(\"users.npz\"))\nitem_ids = open(\"item_ids.txt\", "
                     "encoding=\"utf-8\").read().split(\"\\n\")\n\ndef recall(u, k="
                     + std::to_string(what.k) + "):\n" + seenCode(what, "users")
                     + "    wanted = users[\"interests\"][u][users[\"valid\"][u]]\n"
                       "    scores, rows = index.search(wanted, min(index.ntotal, k + len(seen)))\n"
                       "    best = {}\n"
                       "    for row, score in zip(rows.ravel(), scores.ravel()):\n"
                       "        if row >= 0 and row not in seen:\n"
                       "            best[row] = max(score, best.get(row, score))\n"
                       "    return sorted(best, key=lambda row: (-best[row], row))[:k]\n\n"
                       "print([item_ids[row] for row in recall(0)[:10]])\n"));
}

std::vector<std::string> writeScriptFolder(const VectorExport& what, const std::string& path,
                                           const Progress& /*progress*/, std::stop_token /*stop*/)
{
    Folder folder(path);
    Arrays arrays(what, folder.path());
    arrays.addItemIds();
    arrays.addUserIds();
    arrays.addHistories();
    writeEncoder(folder.add("encoder.pt"), what.model, what.rule.maxLength);
    writeNpz(folder.add("histories.npz"), arrays.spools());
    return finished(
        folder,
        readmeHead(what, "TorchScript")
            + "`encoder.pt` makes interests from histories, here and wherever LibTorch runs:\n\n"
              "| call | gives |\n|---|---|\n"
              "| `encoder(history)` | `[B, K, d]`: history `[B, L]` holds item numbers from 1 on, oldest "
              "first; 0 "
              "is padding, wherever it stands. Of a longer history the last "
            + std::to_string(what.rule.maxLength)
            + " are read |\n"
              "| `encoder.interests(history, mask)` | the same where padding stands on the right and L is at "
              "most "
              "`encoder.max_length` |\n"
              "| `encoder.valid(history, mask)` | `[B, K]`: whether an interest takes part |\n"
              "| `encoder.items` | `[N + 1, d]`: the item vectors, row 0 is padding |\n"
              "| `encoder.code` | how it does it |\n\n"
              "`histories.npz` holds `item_ids`, `user_ids` and every user's items before the test day, "
              "numbered "
              "from 0: `history_items[history_offsets[u]:history_offsets[u + 1]]`.\n\n"
            + python("import numpy as np\nimport torch\n\nencoder = torch.jit.load(\"encoder.pt\")\nusers = "
                     "dict(np.load(\"histories.npz\"))\n\ndef interests(u):\n"
                     "    begin, end = users[\"history_offsets\"][u:u + 2]\n"
                     "    history = users[\"history_items\"][begin:end].astype(np.int64) + 1\n"
                     "    return encoder(torch.from_numpy(history).unsqueeze(0))[0]\n\n"
                     "scores = (interests(0) @ encoder.items[1:].T).max(0).values\n"
                     "print(users[\"item_ids\"][scores.argsort(descending=True)[:10].numpy()])\n"));
}

} // namespace

const std::vector<VectorFormat>& vectorFormats()
{
    static const std::vector<VectorFormat> table { { "npz", &writeNpzFolder },
                                                   { "safetensors", &writeTensorFolder },
                                                   { "csv", &writeCsvFolder },
                                                   { "faiss", &writeFaissFolder },
                                                   { "torchscript", &writeScriptFolder } };
    return table;
}

} // namespace opal
