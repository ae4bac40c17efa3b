// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/errortext.h"

#include <QCoreApplication>

namespace opal {

namespace {

struct Row
{
    ErrorCode code;
    const char* headline;
    const char* advice;
};

// THE table of error texts.
constexpr Row rows[] {
    { ErrorCode::InvalidArgument, QT_TRANSLATE_NOOP("Errors", "That is not possible"),
      QT_TRANSLATE_NOOP("Errors", "The detail and the help say what is.") },
    { ErrorCode::UnknownKey, QT_TRANSLATE_NOOP("Errors", "There is no such name"),
      QT_TRANSLATE_NOOP("Errors", "Check the spelling; the nearest known name is given.") },
    { ErrorCode::InvalidConfiguration, QT_TRANSLATE_NOOP("Errors", "The configuration was refused"),
      QT_TRANSLATE_NOOP("Errors", "Correct the named key and start again; nothing has been changed.") },
    { ErrorCode::InvalidData, QT_TRANSLATE_NOOP("Errors", "The data cannot be used"),
      QT_TRANSLATE_NOOP("Errors", "Check that it is the right file and that its preset and columns fit.") },
    { ErrorCode::InvalidCheckpoint, QT_TRANSLATE_NOOP("Errors", "The checkpoint cannot be used"),
      QT_TRANSLATE_NOOP("Errors", "Train the run again, or import it again from where it was exported.") },
    { ErrorCode::NotFound, QT_TRANSLATE_NOOP("Errors", "Not found"),
      QT_TRANSLATE_NOOP("Errors", "Check the name and the workspace.") },
    { ErrorCode::CannotRead, QT_TRANSLATE_NOOP("Errors", "The file cannot be read"),
      QT_TRANSLATE_NOOP("Errors", "Check that it exists and that you may read it.") },
    { ErrorCode::CannotWrite, QT_TRANSLATE_NOOP("Errors", "The file cannot be written"),
      QT_TRANSLATE_NOOP("Errors",
                        "Check the folder's permissions and the free space, or choose another place.") },
    { ErrorCode::NewerVersion, QT_TRANSLATE_NOOP("Errors", "Written by a newer version"),
      QT_TRANSLATE_NOOP("Errors", "Update OPAL Studio, or choose another file or workspace.") },
    { ErrorCode::WorkspaceBusy, QT_TRANSLATE_NOOP("Errors", "The workspace is in use"),
      QT_TRANSLATE_NOOP("Errors", "Wait until the other program has finished, then try again.") },
    { ErrorCode::NonFiniteLoss, QT_TRANSLATE_NOOP("Errors", "The training diverged"),
      QT_TRANSLATE_NOOP("Errors",
                        "Lower the learning rate or the weight of the named term and train again.") },
    { ErrorCode::Database, QT_TRANSLATE_NOOP("Errors", "The run store reported an error"),
      QT_TRANSLATE_NOOP("Errors", "Check the free space and the permissions of the workspace folder.") },
    { ErrorCode::Unsupported, QT_TRANSLATE_NOOP("Errors", "Not possible on this machine"),
      QT_TRANSLATE_NOOP("Errors", "Choose another setting; the detail names what is missing.") },
    { ErrorCode::Internal, QT_TRANSLATE_NOOP("Errors", "Something unexpected went wrong"),
      QT_TRANSLATE_NOOP("Errors", "Please report it with the detail below; your runs are safe.") },
};

} // namespace

ErrorText errorText(ErrorCode code)
{
    for (const Row& row : rows)
        if (row.code == code)
            return { QCoreApplication::translate("Errors", row.headline),
                     QCoreApplication::translate("Errors", row.advice) };
    return errorText(ErrorCode::Internal);
}

} // namespace opal
