// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jobs/study.h"

#include <QFile>
#include <QTemporaryDir>

#include "core/base/error.h"
#include "core/jobs/savefile.h"
#include "core/jobs/workspacepaths.h"
#include "core/store/database.h"
#include "core/store/runstore.h"

namespace opal {

namespace {

QByteArray contentOf(const QString& file)
{
    QFile source(file);
    if (!source.open(QIODevice::ReadOnly))
        throw Error(ErrorCode::CannotRead,
                    "'" + file.toStdString() + "' cannot be read: " + source.errorString().toStdString());
    return source.readAll();
}

void keepOnly(const Database& database, const std::vector<std::string>& runs)
{
    Query(database, QStringLiteral("CREATE TEMPORARY TABLE kept (id TEXT PRIMARY KEY)")).run();
    Query keep(database, QStringLiteral("INSERT INTO kept VALUES (?)"));
    for (const std::string& run : runs)
        keep.run({ variant(run) });
    for (const auto& statement : {
             QStringLiteral("DELETE FROM run WHERE id NOT IN (SELECT id FROM kept)"),
             QStringLiteral("DELETE FROM sweep_point WHERE run NOT IN (SELECT id FROM kept)"),
             QStringLiteral("DELETE FROM sweep WHERE id NOT IN (SELECT sweep FROM sweep_point)"),
             QStringLiteral("DELETE FROM dataset WHERE hash NOT IN (SELECT dataset_hash FROM run)"),
         })
        Query(database, statement).run();
}

void forgetThisMachine(const Database& database)
{
    for (const auto& statement : {
             QStringLiteral("UPDATE run SET dataset_path='', process='', imported=1, archived=0, star=0"),
             QStringLiteral("UPDATE sweep SET dataset_path='', paused=0"),
             QStringLiteral("UPDATE sweep_point SET process=''"),
             QStringLiteral("UPDATE dataset SET path=''"),
             QStringLiteral("DELETE FROM view_state"),
             QStringLiteral("DELETE FROM preset"),
             QStringLiteral("DELETE FROM interest_case"),
         })
        Query(database, statement).run();
}

} // namespace

void exportStudy(const RunStore& store, const std::vector<std::string>& runs, const QString& file)
{
    if (runs.empty())
        throw Error(ErrorCode::InvalidArgument, "a study needs at least one run; name runs or a tag");
    for (const std::string& id : runs) {
        const RunRecord run = store.run(id);
        if (run.state != RunState::Finished)
            throw Error(ErrorCode::InvalidArgument,
                        "run '" + run.name + "' (" + run.id
                            + ") has not finished; a study holds finished runs only");
    }
    const QTemporaryDir folder;
    if (!folder.isValid())
        throw Error(ErrorCode::CannotWrite,
                    "no temporary folder can be made: " + folder.errorString().toStdString());
    const QString copy = folder.filePath(QStringLiteral("study.sqlite"));
    Query(store.database(), QStringLiteral("VACUUM INTO ?")).run({ copy });
    {
        const Database database(copy);
        Transaction transaction(database);
        keepOnly(database, runs);
        forgetThisMachine(database);
        transaction.commit();
        // One file without a log beside it, and without the pages of what was deleted.
        Query(database, QStringLiteral("PRAGMA journal_mode=DELETE")).run();
        Query(database, QStringLiteral("VACUUM")).run();
    }
    saveFile(file, contentOf(copy));
}

void unpackStudy(const QString& study, const QString& folder)
{
    const WorkspacePaths paths { folder };
    paths.create();
    if (!QFile::exists(paths.database()))
        saveFile(paths.database(), contentOf(study));
}

} // namespace opal
