// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <stop_token>
#include <string>
#include <vector>

namespace opal {

class Dataset;

/// Names of the forms that exportDataset() writes: "recbole", "csv", "opal".
std::vector<std::string> datasetExportForms();

/// Writes a data set with its exact split into a folder (made if missing), so that other programs, and an
/// import, get the same users, items, order and parts. Each file is replaced in one step. Returns the paths.
///
/// | form | files | read again with |
/// |---|---|---|
/// | `csv` | `train.csv`, `valid.csv`, `test.csv`: user_id, item_id, timestamp (ms) or day, place in the
/// user's sequence | `--preset csv --split files` | | `recbole` | `NAME.train.inter`, `NAME.valid.inter`,
/// `NAME.test.inter`; `NAME.item` of what is known of the items; `NAME.yaml` | `--preset recbole --split
/// files` | | `opal` | `pos_seqs.txt`, one line a user and day, the test on the last day and validation on
/// the one before; ids are numbers from 1, or the log's own where they are such | `--preset opal` |
///
/// Items that training never saw stay as they are in the data set: read them again without dropping unseen
/// items. Throws Error{InvalidArgument} for another form, Error{CannotWrite}, Cancelled.
std::vector<std::string> exportDataset(const Dataset& data, const std::string& form,
                                       const std::string& folder, const std::stop_token& stop);

/// Writes `users.txt` and `items.txt` (the original id of user i, of item i + 1 in line i, counted from 0),
/// and `valid_users.txt`, `test_users.txt` with the ids of the users that are evaluated. Throws
/// Error{CannotWrite}.
std::vector<std::string> exportIds(const Dataset& data, const std::string& folder);

} // namespace opal
