using Microsoft.ML.OnnxRuntime;

namespace CnnVis.Runtime;

/// <summary>How sessions are made: threads, where external weights lie, what the application adds (a GPU, for example).</summary>
internal sealed record SessionSettings(int? Threads, string? ExternalDataFolder, Action<SessionOptions>? Configure)
{
    /// <summary>False for a run that happens once, where optimising costs more than it saves and fuses away tensors that were asked for.</summary>
    public bool Optimize { get; init; } = true;

    /// <summary>False for runs that hand many tensors out: one block planned for all of them would be held beside what the first run took.</summary>
    public bool PlanMemory { get; init; } = true;

    public SessionOptions ToSessionOptions()
    {
        var options = new SessionOptions
        {
            GraphOptimizationLevel = Optimize ? GraphOptimizationLevel.ORT_ENABLE_ALL : GraphOptimizationLevel.ORT_DISABLE_ALL,
            EnableMemoryPattern = PlanMemory,
            // Its errors come back as exceptions; a line of its own on the console would be a second one.
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL,
        };
        // Idle sessions keep their threads spinning and slow their siblings down three to four times on a small machine.
        options.AddSessionConfigEntry("session.force_spinning_stop", "1");
        if (Threads is { } threads)
        {
            options.IntraOpNumThreads = threads;
        }

        if (ExternalDataFolder is not null)
        {
            options.AddSessionConfigEntry("session.model_external_initializers_file_folder_path", ExternalDataFolder);
        }

        Configure?.Invoke(options);
        return options;
    }
}
