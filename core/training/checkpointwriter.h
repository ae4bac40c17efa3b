// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <exception>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "core/base/semaphore.h"
#include "core/training/checkpoint.h"

namespace opal {

/// Writes the checkpoints of one run folder on a thread of its own while the training goes on. The training
/// waits for a copy in memory only (as large as weights and moments together, kept for the next time), and
/// for the checkpoint before if that is still being written.
///
/// A checkpoint is written in the order that keeps the folder consistent at any moment: the best file that it
/// names, last.safetensors, and then superseded files go.
class CheckpointWriter final
{
public:
    explicit CheckpointWriter(std::string runFolder);
    /// Finishes what was asked for.
    ~CheckpointWriter();
    CheckpointWriter(const CheckpointWriter&) = delete;
    CheckpointWriter& operator=(const CheckpointWriter&) = delete;

    /// Copies `live` and returns; `best` is the state of the best file that these weights also become.
    /// Throws what takeWritten() throws.
    void write(const Checkpoint& live, const std::optional<TrainState>& best);

    /// Steps whose checkpoints have come to be on disk since the last call, without waiting. Throws, once,
    /// why one did not: Error{CannotWrite, NonFiniteLoss}.
    std::vector<std::int64_t> takeWritten();

    /// Waits until everything is on disk.
    void finish();

private:
    void work();
    void writeFiles() const;
    static void copyInto(std::map<std::string, torch::Tensor>& copies,
                         const std::map<std::string, torch::Tensor>& live);

    std::string m_runFolder;
    std::mutex m_mutex; ///< protects m_written and m_failure
    std::vector<std::int64_t> m_written;
    std::exception_ptr m_failure;
    // Between m_asked and m_idle these belong to the thread, otherwise to the training.
    Checkpoint m_copy;
    std::optional<TrainState> m_best;
    bool m_ending = false;
    Semaphore m_asked;
    Semaphore m_idle { 1 };
    std::jthread m_thread; ///< last member: joins before the others go
};

} // namespace opal
