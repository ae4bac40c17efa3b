// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exchange/adoption.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string_view>

#include "core/base/error.h"
#include "core/data/arrayfile.h"
#include "core/data/arraywriter.h"
#include "core/data/mappedfile.h"
#include "core/kernels/topk.h"

namespace opal {

namespace {

constexpr std::int64_t absentRow = -1;
constexpr std::int64_t largestDim = 4096;
constexpr std::size_t shownExamples = 5;
constexpr std::int64_t rowsTogether = 4096;

/// Files that are open, each once.
class OpenFiles final
{
public:
    Array array(const std::string& text)
    {
        const ArrayPlace place = arrayPlaceFrom(text);
        return open(place.file).array(place.array);
    }

    void note(const std::string& file)
    {
        if (std::find(m_names.begin(), m_names.end(), file) == m_names.end())
            m_names.push_back(file);
    }

    const std::vector<std::string>& names() const { return m_names; }

private:
    ArrayFile& open(const std::string& file)
    {
        auto& known = m_files[file];
        if (!known)
            known = std::make_unique<ArrayFile>(file);
        note(file);
        return *known;
    }

    std::map<std::string, std::unique_ptr<ArrayFile>> m_files;
    std::vector<std::string> m_names;
};

bool holdsArrays(const std::string& file)
{
    const std::string extension = std::filesystem::path(file).extension().string();
    return extension == ".npy" || extension == ".npz" || extension == ".safetensors";
}

/// Ids from an array or from a text file.
std::vector<std::string> idsFrom(OpenFiles& files, const std::string& text)
{
    std::vector<std::string> ids;
    if (holdsArrays(arrayPlaceFrom(text).file)) {
        const Array array = files.array(text);
        if (array.shape.size() != 1)
            throw Error(ErrorCode::InvalidData,
                        array.place + " has the shape " + shapeText(array.shape)
                            + "; ids are one-dimensional.");
        for (std::int64_t row = 0; row < array.rows(); ++row)
            ids.push_back(array.text(row));
        return ids;
    }
    files.note(text);
    const MappedFile file(text);
    std::string_view rest(file.bytes().data(), file.bytes().size());
    while (!rest.empty()) {
        const std::size_t end = std::min(rest.find('\n'), rest.size());
        std::string_view line = rest.substr(0, end);
        if (line.ends_with('\r'))
            line.remove_suffix(1);
        ids.emplace_back(line);
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return ids;
}

/// Which row of a file belongs to each of `count` things of the data set.
struct Rows
{
    std::vector<std::int64_t> of; ///< [count], absentRow where there is none
    RowMatch match;
};

/// `find` gives the place of an id in the data set, `name` its id. `what` is "item" or "user".
Rows matchRows(const Array& vectors, const std::optional<std::vector<std::string>>& ids, std::int64_t count,
               const std::function<std::optional<std::int64_t>(const std::string&)>& find,
               const std::function<std::string(std::int64_t)>& name, const std::string& what)
{
    Rows rows;
    rows.match.rows = vectors.rows();
    rows.of.assign(static_cast<std::size_t>(count), absentRow);
    if (!ids) {
        if (vectors.rows() != count)
            throw Error(ErrorCode::InvalidData,
                        vectors.place + " has " + std::to_string(vectors.rows())
                            + " rows where the data set has " + std::to_string(count) + " " + what
                            + "s; name the " + what + " of every row with --" + what
                            + "-ids (without them rows are in the data set's order, which `opal dataset FILE "
                              "--ids DIR` writes, and there is no row for padding).");
        for (std::int64_t row = 0; row < count; ++row)
            rows.of[static_cast<std::size_t>(row)] = row;
        rows.match.matched = count;
        return rows;
    }
    if (static_cast<std::int64_t>(ids->size()) != vectors.rows())
        throw Error(ErrorCode::InvalidData,
                    "there are " + std::to_string(ids->size()) + " " + what + " ids for the "
                        + std::to_string(vectors.rows()) + " rows of " + vectors.place
                        + "; give one id a row.");
    for (std::size_t row = 0; row < ids->size(); ++row) {
        const auto place = find((*ids)[row]);
        if (!place)
            continue;
        std::int64_t& known = rows.of[static_cast<std::size_t>(*place)];
        if (known != absentRow)
            throw Error(ErrorCode::InvalidData,
                        "the " + what + " id '" + (*ids)[row] + "' stands in rows "
                            + std::to_string(known + 1) + " and " + std::to_string(row + 1) + "; give every "
                            + what + " one row.");
        known = static_cast<std::int64_t>(row);
        ++rows.match.matched;
    }
    rows.match.missing = count - rows.match.matched;
    for (std::int64_t place = 0; place < count && rows.match.examples.size() < shownExamples; ++place)
        if (rows.of[static_cast<std::size_t>(place)] == absentRow)
            rows.match.examples.push_back(name(place));
    return rows;
}

void refuseMissing(const RowMatch& match, bool allowed, const std::string& what, const std::string& otherwise)
{
    if (match.matched == 0)
        throw Error(ErrorCode::InvalidData,
                    "none of the " + std::to_string(match.rows) + " " + what
                        + " ids is one of the data set; compare them with what `opal dataset FILE --ids DIR` "
                          "writes.");
    if (match.missing == 0 || allowed)
        return;
    std::string examples;
    for (const std::string& id : match.examples)
        examples += (examples.empty() ? "'" : ", '") + id + "'";
    throw Error(ErrorCode::InvalidData,
                std::to_string(match.missing) + " " + what + "s of the data set have no vector (" + examples
                    + (match.missing > static_cast<std::int64_t>(match.examples.size()) ? ", ..." : "")
                    + "); add them, or allow it with --missing-" + what + "s " + otherwise + ".");
}

void requireNumbers(const Array& array)
{
    if (array.isText())
        throw Error(ErrorCode::InvalidData, array.place + " holds texts where numbers are needed.");
}

/// The arrays of one day, with shapes that fit one another.
struct DayArrays
{
    Array vectors;
    std::optional<Array> valid;
    std::optional<Array> weights;
    int interests = 0;
    int dim = 0;
};

DayArrays dayArrays(OpenFiles& files, const InterestFiles& names)
{
    DayArrays day { files.array(names.vectors), {}, {} };
    requireNumbers(day.vectors);
    const auto& shape = day.vectors.shape;
    if (shape.size() != 2 && shape.size() != 3)
        throw Error(ErrorCode::InvalidData,
                    day.vectors.place + " has the shape " + shapeText(shape)
                        + "; interests are [users, interests, dimensions] or [users, dimensions].");
    const std::int64_t interests = shape.size() == 3 ? shape[1] : 1;
    if (interests > ExactTopK::mostInterests)
        throw Error(ErrorCode::InvalidData,
                    day.vectors.place + " has " + std::to_string(interests) + " interests a user; at most "
                        + std::to_string(ExactTopK::mostInterests) + " are searched.");
    day.interests = static_cast<int>(interests);
    if (shape.back() > largestDim)
        throw Error(ErrorCode::InvalidData,
                    day.vectors.place + " has " + std::to_string(shape.back()) + " dimensions; at most "
                        + std::to_string(largestDim) + " are read.");
    day.dim = static_cast<int>(shape.back());
    const auto beside = [&](const std::string& name) -> std::optional<Array> {
        if (name.empty())
            return std::nullopt;
        Array array = files.array(name);
        requireNumbers(array);
        const bool flat = interests == 1 && array.shape == std::vector<std::int64_t> { shape[0] };
        if (!flat && array.shape != std::vector<std::int64_t> { shape[0], interests })
            throw Error(ErrorCode::InvalidData,
                        array.place + " has the shape " + shapeText(array.shape) + " beside interests of "
                            + shapeText(shape) + "; it needs " + shapeText({ shape[0], interests }) + ".");
        return array;
    };
    day.valid = beside(names.valid);
    day.weights = beside(names.weights);
    return day;
}

/// Everything that is known before a number is read.
struct Adoption
{
    OpenFiles files;
    Array items;
    DayArrays test;
    std::optional<DayArrays> validation;
    Rows itemRows;
    Rows userRows;

    AdoptionReport report() const
    {
        AdoptionReport report;
        report.items = itemRows.match;
        report.users = userRows.match;
        report.interests = test.interests;
        report.dim = test.dim;
        report.hasWeights = test.weights.has_value();
        report.hasValidation = validation.has_value();
        report.files = files.names();
        return report;
    }
};

std::unique_ptr<Adoption> openAdoption(const Dataset& data, const AdoptionRequest& request)
{
    auto adoption = std::make_unique<Adoption>();
    OpenFiles& files = adoption->files;
    adoption->items = files.array(request.items);
    requireNumbers(adoption->items);
    if (adoption->items.shape.size() != 2)
        throw Error(ErrorCode::InvalidData,
                    adoption->items.place + " has the shape " + shapeText(adoption->items.shape)
                        + "; item vectors are [items, dimensions].");
    adoption->test = dayArrays(files, request.test);
    if (!request.validation.vectors.empty()) {
        adoption->validation = dayArrays(files, request.validation);
        if (adoption->validation->vectors.shape != adoption->test.vectors.shape)
            throw Error(
                ErrorCode::InvalidData,
                adoption->validation->vectors.place + " has the shape "
                    + shapeText(adoption->validation->vectors.shape) + " beside interests of the test day of "
                    + shapeText(adoption->test.vectors.shape) + "; both need the same users and sizes.");
    }
    if (adoption->items.shape.back() != adoption->test.dim)
        throw Error(ErrorCode::InvalidData,
                    adoption->items.place + " has " + std::to_string(adoption->items.shape.back())
                        + " dimensions and " + adoption->test.vectors.place + " has "
                        + std::to_string(adoption->test.dim)
                        + "; a score is their inner product, so they must be equal.");
    const auto ids = [&files](const std::string& text) -> std::optional<std::vector<std::string>> {
        if (text.empty())
            return std::nullopt;
        return idsFrom(files, text);
    };
    adoption->itemRows = matchRows(
        adoption->items, ids(request.itemIds), data.itemCount(),
        [&data](const std::string& id) -> std::optional<std::int64_t> {
            const auto item = data.findItem(id);
            return item ? std::optional<std::int64_t>(*item - 1) : std::nullopt;
        },
        [&data](std::int64_t row) { return std::string(data.itemId(static_cast<ItemIndex>(row + 1))); },
        "item");
    adoption->userRows = matchRows(
        adoption->test.vectors, ids(request.userIds), data.userCount(),
        [&data](const std::string& id) -> std::optional<std::int64_t> {
            const auto user = data.findUser(id);
            return user ? std::optional<std::int64_t>(*user) : std::nullopt;
        },
        [&data](std::int64_t row) { return std::string(data.userId(static_cast<UserIndex>(row))); }, "user");
    return adoption;
}

/// Copies rows into the order of the data set, checking every number.
class RowCopier final
{
public:
    RowCopier(std::string folder, bool cosine, std::function<void(double)> progress, std::stop_token stop,
              std::int64_t rowsOfAll)
        : m_folder(std::move(folder))
        , m_cosine(cosine)
        , m_progress(std::move(progress))
        , m_stop(std::move(stop))
        , m_rowsOfAll(rowsOfAll)
    {
    }

    /// Item vectors behind the row for padding.
    void addItems(const Array& items, const Rows& rows)
    {
        const std::int64_t dim = items.rowSize();
        ArraySpool& spool = add("items", NumberType::F32, { dim });
        std::vector<float> vector(static_cast<std::size_t>(dim), 0);
        spool.append(std::span<const float>(vector));
        for (const std::int64_t row : rows.of) {
            readVectors(items, row, dim, vector, nullptr);
            spool.append(std::span<const float>(vector));
        }
    }

    void addDay(const std::string& prefix, const DayArrays& day, const Rows& rows)
    {
        const std::int64_t interests = day.interests;
        ArraySpool& vectors = add(prefix + "interests", NumberType::F32, { interests, day.dim });
        ArraySpool& valid = add(prefix + "valid", NumberType::Bool, { interests });
        ArraySpool* const weights
            = day.weights ? &add(prefix + "weights", NumberType::F32, { interests }) : nullptr;
        std::vector<float> vector(static_cast<std::size_t>(interests * day.dim));
        std::vector<float> flags(static_cast<std::size_t>(interests));
        std::vector<std::uint8_t> truth(flags.size());
        for (const std::int64_t row : rows.of) {
            flags.assign(flags.size(), row == absentRow ? 0.0F : 1.0F);
            if (row != absentRow && day.valid)
                day.valid->readRow(row, flags);
            std::transform(flags.begin(), flags.end(), truth.begin(),
                           [](float flag) { return static_cast<std::uint8_t>(flag != 0 ? 1 : 0); });
            readVectors(day.vectors, row, day.dim, vector, truth.data());
            vectors.append(std::span<const float>(vector));
            valid.append(std::span<const std::uint8_t>(truth));
            if (!weights)
                continue;
            flags.assign(flags.size(), 0.0F);
            if (row != absentRow)
                day.weights->readRow(row, flags);
            if (!std::all_of(flags.begin(), flags.end(),
                             [](float weight) { return weight >= 0 && std::isfinite(weight); }))
                refuseRow(*day.weights, row, "a weight that is no number from 0 on");
            weights->append(std::span<const float>(flags));
        }
    }

    void write(const std::string& file, const std::map<std::string, std::string>& metadata) const
    {
        writeTensors(file, m_spools, metadata);
    }

private:
    ArraySpool& add(const std::string& name, NumberType type, std::vector<std::int64_t> rowShape)
    {
        m_spools.push_back(std::make_unique<ArraySpool>(m_folder, name, type, std::move(rowShape)));
        return *m_spools.back();
    }

    [[noreturn]] static void refuseRow(const Array& array, std::int64_t row, const std::string& what)
    {
        throw Error(ErrorCode::InvalidData,
                    array.place + " holds " + what + " in row " + std::to_string(row + 1)
                        + "; correct it where it was made.");
    }

    /// The vectors of one row, zero where there is none or the interest takes no part.
    void readVectors(const Array& array, std::int64_t row, std::int64_t dim, std::vector<float>& out,
                     const std::uint8_t* valid)
    {
        if (m_stop.stop_requested())
            throw Cancelled();
        if (++m_done % rowsTogether == 0 && m_progress)
            m_progress(static_cast<double>(m_done) / static_cast<double>(m_rowsOfAll));
        if (row == absentRow) {
            std::fill(out.begin(), out.end(), 0.0F);
            return;
        }
        array.readRow(row, out);
        for (std::size_t begin = 0; begin < out.size(); begin += static_cast<std::size_t>(dim)) {
            const auto vector = std::span(out).subspan(begin, static_cast<std::size_t>(dim));
            if (valid && valid[begin / static_cast<std::size_t>(dim)] == 0) {
                std::fill(vector.begin(), vector.end(), 0.0F);
                continue;
            }
            double square = 0;
            for (const float number : vector)
                square += static_cast<double>(number) * static_cast<double>(number);
            if (!std::isfinite(square))
                refuseRow(array, row, "a number that is not finite");
            if (m_cosine && square > 0)
                for (float& number : vector)
                    number = static_cast<float>(static_cast<double>(number) / std::sqrt(square));
        }
    }

    std::string m_folder;
    bool m_cosine;
    std::function<void(double)> m_progress;
    std::stop_token m_stop;
    std::int64_t m_rowsOfAll;
    std::int64_t m_done = 0;
    std::vector<std::unique_ptr<ArraySpool>> m_spools;
};

} // namespace

AdoptionReport inspectVectors(const Dataset& data, const AdoptionRequest& request)
{
    return openAdoption(data, request)->report();
}

AdoptionReport adoptVectors(const Dataset& data, const AdoptionRequest& request, const std::string& file,
                            const std::function<void(double)>& progress, const std::stop_token& stop)
{
    const std::unique_ptr<Adoption> adoption = openAdoption(data, request);
    refuseMissing(adoption->itemRows.match, request.allowMissingItems, "item", "zero");
    refuseMissing(adoption->userRows.match, request.allowMissingUsers, "user", "empty");
    const std::int64_t rows = data.itemCount() + data.userCount() * (adoption->validation ? 2 : 1);
    RowCopier copier(std::filesystem::path(file).parent_path().string(), request.cosine, progress, stop,
                     rows);
    copier.addItems(adoption->items, adoption->itemRows);
    copier.addDay("", adoption->test, adoption->userRows);
    if (adoption->validation)
        copier.addDay("validation_", *adoption->validation, adoption->userRows);
    copier.write(file, { { "dataset_hash", data.summary().hash } });
    return adoption->report();
}

} // namespace opal
