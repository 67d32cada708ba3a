using CnnVis.Onnx;

namespace CnnVis.Runtime.Kernels;

/// <summary>Makes the session of a graph with kernels.</summary>
internal static class KernelGraph
{
    private const string OptimizedFile = "optimized.onnx";

    /// <summary>
    /// Lets ONNX Runtime optimise the graph with stand-ins for the kernels, and runs what it made of it with the kernels. The weights, then in the fast layout, are read from
    /// a file that is the session's own.
    /// </summary>
    public static GraphRunner Compile(ModelProto model, string modelName, SessionSettings settings)
    {
        if (!settings.TakesKernels || !(model.Graph.Node.Any(KernelDomain.Has) || WinogradNodes.MayHelp(model, settings.Budget)))
        {
            return new GraphRunner(model, modelName, settings);
        }

        var standIns = new StandIns(model);
        return InFastLayout(standIns, modelName, settings) ?? new GraphRunner(standIns.WithoutLayout(), modelName, settings with { UsesKernels = true });
    }

    private static GraphRunner? InFastLayout(StandIns standIns, string modelName, SessionSettings settings)
    {
        SessionFolder? folder = SessionFolder.TryCreate();
        GraphRunner? runner = null;
        try
        {
            if (folder is not null && TryOptimize(standIns, modelName, settings, folder) is { } optimized)
            {
                long mapped = optimized.Graph.Initializer.Where(ExternalData.Has).Sum(TensorSize.ByteCount);
                runner = new GraphRunner(
                    optimized, modelName, settings with { UsesKernels = true, Optimize = false, ExternalDataFolder = folder.Path, ExternalBytes = mapped }, folder);
            }

            return runner;
        }
        finally
        {
            if (runner is null)
            {
                folder?.Dispose();
            }
        }
    }

    /// <summary>
    /// The optimised graph with its kernels, whose weights lie in the folder. Null where there is no room for files, or where ONNX Runtime did more to stand-ins than leave them
    /// where they are; kernels can then do without its layout.
    /// </summary>
    internal static ModelProto? TryOptimize(StandIns standIns, string modelName, SessionSettings settings, SessionFolder folder)
    {
        try
        {
            string file = Path.Combine(folder.Path, OptimizedFile);
            new OnnxSession(standIns.PutIn().ToBytes(), modelName, settings with { OptimizedFile = file }).Dispose();
            ModelProto optimized = ModelProto.Parser.ParseFrom(File.ReadAllBytes(file));
            if (!standIns.TakeOut(optimized))
            {
                return null;
            }

            if (WinogradNodes.MayHelp(optimized, settings.Budget))
            {
                WinogradNodes.PutIn(optimized, folder);
            }

            return optimized;
        }
        catch (Exception e) when (e is ModelException or IOException or UnauthorizedAccessException)
        {
            // A full disk; or a graph that ONNX Runtime refuses, as it will then refuse the graph with its kernels, and say why.
            return null;
        }
    }
}
