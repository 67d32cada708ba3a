using CnnVis.Onnx;

namespace CnnVis.Runtime.Kernels;

/// <summary>Makes the session of a graph with kernels.</summary>
internal static class KernelGraph
{
    /// <summary>Has ONNX Runtime run what it makes of the graph when it optimises it, with the kernels in its fast layout where they can be.</summary>
    public static GraphRunner Compile(ModelProto model, string modelName, SessionSettings settings)
    {
        if (!settings.TakesKernels || !(model.Graph.Node.Any(KernelDomain.Has) || WinogradNodes.MayHelp(model, settings.Budget)))
        {
            return new GraphRunner(model, modelName, settings);
        }

        var standIns = new StandIns(model);
        using OptimizedGraph? optimized = OptimizedGraph.TryMake(standIns, modelName, settings);
        return optimized?.Compile(modelName, settings) ?? new GraphRunner(standIns.WithoutLayout(), modelName, settings with { UsesKernels = true });
    }
}
