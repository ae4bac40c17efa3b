// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <stdexcept>
#include <string>
#include <utility>

namespace opal {

/// What went wrong, in the granularity in which a person would act differently.
/// `app/errortext.cpp` holds the translated headline and advice of every code.
enum class ErrorCode {
    InvalidArgument, ///< A caller's value is out of its documented range.
    UnknownKey, ///< A parameter or column name does not exist; the detail names the nearest one.
    InvalidConfiguration, ///< A configuration file or parameter value is refused.
    InvalidData, ///< A log, side table or data-set file cannot be used.
    InvalidCheckpoint, ///< A checkpoint is truncated, foreign or does not fit the model.
    NotFound, ///< A run, user, item, data set or file does not exist.
    CannotRead, ///< The system refused to read a file.
    CannotWrite, ///< The system refused to write a file (permissions, full disk).
    NewerVersion, ///< A file or workspace was written by a newer release.
    WorkspaceBusy, ///< Another program holds what is needed for longer than the time-out.
    NonFiniteLoss, ///< A loss term became NaN or infinite; the detail names stage, step and term.
    Database, ///< SQLite reported an error.
    Unsupported, ///< The request is valid but this build or machine cannot do it.
    Internal ///< A bug of ours.
};

/// Stable lower-case name of a code for machine-readable output, e.g. "invalid_data".
const char* errorCodeName(ErrorCode code);

/// The only exception type thrown by `core`.
///
/// `detail` is one English sentence that names what was wrong, where (file, line, column or key) and what to
/// do; the headline around it is translated by the caller from `code`. `accept` is the word by which a person
/// can insist (`--accept WORD`); empty if there is none.
class Error final : public std::runtime_error
{
public:
    Error(ErrorCode code, const std::string& detail, std::string accept = {})
        : std::runtime_error(detail)
        , m_code(code)
        , m_accept(std::move(accept))
    {
    }

    ErrorCode code() const noexcept { return m_code; }

    std::string detail() const { return what(); }

    const std::string& accept() const noexcept { return m_accept; }

private:
    ErrorCode m_code;
    std::string m_accept;
};

/// Thrown by long operations when their std::stop_token is triggered. Not an error: nothing is reported to
/// the person.
class Cancelled final : public std::exception
{
public:
    const char* what() const noexcept override { return "cancelled"; }
};

} // namespace opal
