// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <iosfwd>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace opal {

/// Objects keep the order in which fields are added, as the documentation lists them.
using Json = nlohmann::ordered_json;

/// Who reads the output.
struct OutputMode
{
    bool json = false;
    bool quiet = false;
    bool verbose = false;
    bool terminal = false; ///< standard error is a terminal: the progress line may be redrawn
};

/// The two streams of the program. Results go to the first one (JSON lines, or text for people), all else to
/// the second. Control characters, which names and files of others may hold, are shown and never sent: a
/// terminal would obey them.
class Output final
{
public:
    Output(std::ostream& out, std::ostream& err, const OutputMode& mode);

    const OutputMode& mode() const { return m_mode; }

    bool json() const { return m_mode.json; }

    /// True once something could not be written to standard output.
    bool failed() const;

    /// One JSON value on a line of standard output, flushed. Does nothing for people.
    void result(const Json& value);
    /// A line of text for people on standard output. Does nothing with --json.
    void text(const std::string& line);
    /// That a file was written, unless "-" says that it is standard output itself.
    void wrote(const std::string& file, const std::string& what = "wrote ");
    /// Columns aligned by width; numbers to the right. Does nothing with --json.
    void table(const std::vector<std::string>& header, const std::vector<std::vector<std::string>>& rows);
    /// A line on standard error, unless --quiet.
    void note(const std::string& line);
    /// A line on standard error with --verbose.
    void detail(const std::string& line);
    /// A line on standard error, always.
    void complain(const std::string& line);
    /// Redraws the progress line of a terminal.
    void redraw(const std::string& line);
    /// Ends a progress line, so that the next text starts on its own line.
    void endRedraw();

private:
    std::ostream& m_out;
    std::ostream& m_err;
    OutputMode m_mode;
    std::size_t m_drawn = 0; ///< width of the progress line on screen
};

/// 1234567 -> "1,234,567".
std::string grouped(std::int64_t value);
/// Fixed decimals, "-" for values that are not finite.
std::string decimals(double value, int places);
/// "0:42", "3:05", "1:02:03"; "-" for negative values.
std::string duration(double seconds);
/// The text with "\x1b" and the like for control characters, C1 and DEL among them; a line end is "\n", or
/// stays if `lines`.
std::string visible(const std::string& text, bool lines = false);
/// At most `width` columns of a terminal, the last one "…" if something was cut.
std::string shortened(const std::string& text, std::size_t width);
/// Characters of a UTF-8 text as a terminal counts them, East Asian wide ones twice.
std::size_t displayWidth(const std::string& text);

} // namespace opal
