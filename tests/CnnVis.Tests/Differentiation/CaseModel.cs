using CnnVis.Differentiation;
using CnnVis.Differentiation.Preparation;
using CnnVis.Onnx;
using CnnVis.Runtime;
using DataType = CnnVis.Onnx.TensorProto.Types.DataType;

namespace CnnVis.Tests.Differentiation;

/// <summary>A row as a model whose image holds all wanted inputs one after the other, with its forward and its backward session.</summary>
internal sealed class CaseModel : IDisposable
{
    private const string Image = "image";

    private static readonly SessionSettings Settings = new(new ExecutionOptions { Threads = 1 }, ExternalDataFolder: null);

    private readonly GradientCase _row;
    private readonly ForwardGraph _forward;
    private readonly BackwardGraph _backward;
    private readonly GraphRunner _forwardRunner;
    private readonly GraphRunner _backwardRunner;
    private readonly string[] _wanted;

    /// <param name="row">The row.</param>
    /// <param name="rules">The rules that take what arrives backwards; null for those of the gradient.</param>
    public CaseModel(GradientCase row, GradientRules? rules = null)
    {
        _row = row;
        _wanted = [.. Enumerable.Range(0, row.Inputs.Count).Where(i => row.Inputs[i].IsWanted).Select(i => $"x{i}")];
        ImageLength = row.Inputs.Where(input => input.IsWanted).Sum(input => input.Count);
        var shape = new ImageShape(1, 1, ImageLength, TensorLayout.Nchw);
        var image = new ImageInput(Image, ElementType.Float32, shape, row.TakesBatches ? null : 1, IsSizeFree: false);
        _forward = ForwardGraphPreparation.Prepare(new OnnxModel(Build(row), "row", null), image, row.TakesBatches, Settings);
        _backward = BackwardGraphBuilder.Build(_forward, rules ?? GradientRules.Standard, row.From, _wanted);
        string[] returned = [.. _backward.Saved.Concat(_backward.SavedOfBaseline.Keys).Concat(row.From).Distinct()];
        _forwardRunner = new GraphRunner(_forward.Model.WithOutputs(returned), "row", Settings);
        _backwardRunner = new GraphRunner(_backward.Model, "row/backward", Settings);
    }

    public int ImageLength { get; }

    public bool TakesBatches => _forward.TakesBatches;

    public bool IsStraightThrough => _backward.IsStraightThrough;

    public BatchedShape ShapeOf(string tensor) => _forward[tensor].Shape;

    /// <summary>The outputs from which gradients come, one after the other.</summary>
    public float[][] Outputs(float[] images, int count = 1)
    {
        using TensorRun run = Run(images, count);
        return [.. _row.From.Select(run.Floats)];
    }

    /// <summary>The gradient of the outputs' weighted sum, for each wanted input; image after image.</summary>
    public float[][] Gradients(float[] images, float[][] seeds, int count = 1)
    {
        using TensorRun run = Run(images, count);
        using TensorRun gradients = _backwardRunner.Run(
            _row.From.Select((tensor, i) => (_backward.Seeds[tensor], new ReadOnlyMemory<float>(seeds[i]), run.ShapeOf(tensor))),
            run,
            _backward.Saved,
            CancellationToken.None);
        return [.. _wanted.Select(tensor => gradients.Floats(_backward.Gradients[tensor]))];
    }

    /// <summary>The multipliers of the outputs' weighted sum between two runs, for each wanted input; image after image.</summary>
    public float[][] Multipliers(float[] images, float[] baselines, float[][] seeds, int count = 1)
    {
        using TensorRun run = Run(images, count);
        using TensorRun ofBaselines = Run(baselines, count);
        using TensorRun multipliers = _backwardRunner.Run(
            _row.From.Select((tensor, i) => (_backward.Seeds[tensor], new ReadOnlyMemory<float>(seeds[i]), run.ShapeOf(tensor))),
            _backward.Saved.Select(tensor => new EarlierTensor(tensor, run, tensor))
                .Concat(_backward.SavedOfBaseline.Select(pair => new EarlierTensor(pair.Value, ofBaselines, pair.Key))),
            CancellationToken.None);
        return [.. _wanted.Select(tensor => multipliers.Floats(_backward.Gradients[tensor]))];
    }

    public void Dispose()
    {
        _forwardRunner.Dispose();
        _backwardRunner.Dispose();
    }

    private TensorRun Run(float[] images, int count) =>
        _forwardRunner.Run([(Image, images, [count, 1, 1, ImageLength])], null, [], CancellationToken.None);

    private static ModelProto Build(GradientCase row)
    {
        var model = new ModelProto { IrVersion = 8, Graph = new GraphProto { Name = "row" } };
        model.OpsetImport.Add(new OperatorSetIdProto { Domain = "", Version = row.Opset });
        foreach (FunctionProto function in row.Functions)
        {
            model.Functions.Add(function);
            model.OpsetImport.Add(new OperatorSetIdProto { Domain = function.Domain, Version = 1 });
        }

        long?[] shape = [row.TakesBatches ? null : 1, 1, 1, row.Inputs.Where(input => input.IsWanted).Sum(input => input.Count)];
        model.Graph.Input.Add(GraphEdits.Declare(Image, DataType.Float, shape));
        int start = 0;
        for (int i = 0; i < row.Inputs.Count; i++)
        {
            if (row.Inputs[i].IsWanted)
            {
                CutOut(model.Graph, $"x{i}", row, row.Inputs[i], start);
                start += row.Inputs[i].Count;
            }
            else if (row.Inputs[i].Stored is { } stored)
            {
                TensorProto copy = stored.Clone();
                copy.Name = $"x{i}";
                model.Graph.Initializer.Add(copy);
            }
        }

        model.Graph.Node.Add(row.Nodes);
        model.Graph.Output.Add(row.From.Select(name => new ValueInfoProto { Name = name }));
        return model;
    }

    private static void CutOut(GraphProto graph, string name, GradientCase row, CaseInput input, int start)
    {
        if (row.Opset < 10)
        {
            graph.Node.Add(CaseParts.Node(
                "Slice",
                [Image],
                [$"{name}/part"],
                CaseParts.Ints("axes", 3),
                CaseParts.Ints("starts", start),
                CaseParts.Ints("ends", start + input.Count)));
        }
        else
        {
            graph.Initializer.Add(TensorData.Of($"{name}/start", [(long)start], [1]));
            graph.Initializer.Add(TensorData.Of($"{name}/end", [(long)start + input.Count], [1]));
            graph.Initializer.Add(TensorData.Of($"{name}/axis", [3L], [1]));
            graph.Node.Add(CaseParts.Node("Slice", [Image, $"{name}/start", $"{name}/end", $"{name}/axis"], [$"{name}/part"]));
        }

        long[] shape = [.. input.Shape.Select((size, axis) => axis == 0 && row.TakesBatches ? -1L : size)];
        graph.Initializer.Add(TensorData.Of($"{name}/shape", shape, [shape.Length]));
        graph.Node.Add(CaseParts.Node("Reshape", [$"{name}/part", $"{name}/shape"], [name]));
    }
}
