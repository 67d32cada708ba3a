using CnnVis.Runtime.Kernels;
using Microsoft.ML.OnnxRuntime;

namespace CnnVis.Runtime;

/// <summary>How sessions are made, and where external weights lie.</summary>
internal sealed record SessionSettings(ExecutionOptions Execution, string? ExternalDataFolder)
{
    /// <summary>The memory that sessions and their runs may take.</summary>
    public MemoryBudget Budget { get; init; } = new("the model", limit: null);

    /// <summary>True for the session that belongs to the loaded model: its weights are not beyond it.</summary>
    public bool IsOfModel { get; init; }

    /// <summary>False for a run that happens once, where optimising costs more than it saves and fuses away tensors that were asked for.</summary>
    public bool Optimize { get; init; } = true;

    /// <summary>False for runs that hand many tensors out: one block planned for all of them would be held beside what the first run took.</summary>
    public bool PlanMemory { get; init; } = true;

    /// <summary>Weights that lie outside the model; the session disposes them when it ends.</summary>
    public SessionWeights? Weights { get; init; }

    /// <summary>Whether the graph has kernels of ours.</summary>
    public bool UsesKernels { get; init; }

    /// <summary>Whether graphs may have kernels of ours: they are for processors.</summary>
    public bool TakesKernels => Execution.Provider == ExecutionProvider.Cpu && KernelDomain.IsAvailable;

    /// <summary>Where the optimised graph is to be written, its larger weights beside it; null where it is to be run.</summary>
    public string? OptimizedFile { get; init; }

    /// <summary>
    /// How many runs gain by going side by side: one for each thread, but one on a graphics card, which spreads a run over all that it has, and one under a limit on memory:
    /// without ONNX Runtime's arenas each thread keeps what it freed.
    /// </summary>
    public int RunsSideBySide => Execution.Provider == ExecutionProvider.Cpu && !Budget.IsLimited ? Execution.Threads ?? Environment.ProcessorCount : 1;

    public SessionOptions ToSessionOptions()
    {
        var options = new SessionOptions
        {
            GraphOptimizationLevel = Optimize ? GraphOptimizationLevel.ORT_ENABLE_ALL : GraphOptimizationLevel.ORT_DISABLE_ALL,
            EnableMemoryPattern = PlanMemory,
            // What one session keeps for its next run would be missing elsewhere.
            EnableCpuMemArena = !Budget.IsLimited,
            // Its errors come back as exceptions; a line of its own on the console would be a second one.
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL,
        };
        // Idle sessions keep their threads spinning and slow their siblings down three to four times on a small machine.
        options.AddSessionConfigEntry("session.force_spinning_stop", "1");
        if (Execution.Threads is { } threads)
        {
            options.IntraOpNumThreads = threads;
        }

        if (ExternalDataFolder is not null)
        {
            options.AddSessionConfigEntry("session.model_external_initializers_file_folder_path", ExternalDataFolder);
        }

        Weights?.AddTo(options);
        if (UsesKernels)
        {
            KernelDomain.AddTo(options);
        }

        if (OptimizedFile is not null)
        {
            options.OptimizedModelFilePath = OptimizedFile;
            options.AddSessionConfigEntry("session.optimized_model_external_initializers_file_name", Path.GetFileName(OptimizedFile) + ".weights");
            options.AddSessionConfigEntry("session.optimized_model_external_initializers_min_size_in_bytes", "4096");
        }

        ProviderRegistration.AddTo(options, Execution.Provider);
        Execution.ConfigureSession?.Invoke(options);
        return options;
    }
}
