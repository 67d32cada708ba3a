using CnnVis.Onnx;

namespace CnnVis.Runtime.Kernels;

/// <summary>A graph with kernels as ONNX Runtime optimised it, in its fast layout.</summary>
internal sealed class OptimizedGraph : IDisposable
{
    /// <summary>Where a session looks for weights that it is not given. It only looks whether the file is there.</summary>
    public const string WeightsFile = $"{GraphFile}.weights";

    private const string GraphFile = "optimized.onnx";

    private readonly SessionFolder _folder;
    private readonly SessionWeights _weights = new();
    private bool _hasSession;

    private OptimizedGraph(SessionFolder folder, ModelProto model)
    {
        _folder = folder;
        Model = model;
    }

    public ModelProto Model { get; }

    /// <summary>
    /// Lets ONNX Runtime optimise a graph with stand-ins for its kernels, and puts the kernels back. Null where there is no room for files, or where ONNX Runtime did more to
    /// stand-ins than leave them where they are; kernels can then do without its layout.
    /// </summary>
    public static OptimizedGraph? TryMake(StandIns standIns, string modelName, SessionSettings settings)
    {
        if (SessionFolder.TryCreate() is not { } folder)
        {
            return null;
        }

        OptimizedGraph? made = null;
        try
        {
            string file = Path.Combine(folder.Path, GraphFile);
            new OnnxSession(standIns.PutIn().ToBytes(), modelName, settings with { OptimizedFile = file }).Dispose();
            ModelProto model = ModelProto.Parser.ParseFrom(File.ReadAllBytes(file));
            if (standIns.TakeOut(model))
            {
                made = new OptimizedGraph(folder, model);
                made.Finish(settings.Budget);
            }

            return made;
        }
        catch (Exception e) when (e is ModelException or IOException or UnauthorizedAccessException)
        {
            // A full disk; or a graph that ONNX Runtime refuses, as it will then refuse the graph with its kernels, and say why.
            made?.Dispose();
            return null;
        }
        finally
        {
            if (made is null)
            {
                folder.Dispose();
            }
        }
    }

    /// <summary>Makes its session, which keeps the weights.</summary>
    public GraphRunner Compile(string modelName, SessionSettings settings)
    {
        var runner = new GraphRunner(
            Model, modelName, settings with { UsesKernels = true, Optimize = false, ExternalDataFolder = _folder.Path, Weights = _weights });
        _hasSession = true;
        return runner;
    }

    public void Dispose()
    {
        if (!_hasSession)
        {
            _weights.Dispose();
        }

        _folder.Dispose();
    }

    private void Finish(MemoryBudget budget)
    {
        var shapes = new KnownShapes(Model.Graph);
        if (WinogradNodes.MayHelp(Model, budget))
        {
            WinogradNodes.PutIn(Model, shapes, _folder, _weights);
        }

        shapes.Declare(Model.Graph);
        foreach (TensorProto tensor in Model.Graph.Initializer.Where(tensor => ExternalData.Has(tensor) && !_weights.Has(tensor.Name)))
        {
            TensorData.ReadExternal(tensor, _folder.Path, _weights.Add(tensor));
        }
    }
}
