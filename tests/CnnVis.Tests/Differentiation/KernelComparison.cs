using CnnVis.Differentiation;
using CnnVis.Onnx;
using CnnVis.Runtime;
using CnnVis.Runtime.Kernels;
using CnnVis.Tests.Support;

namespace CnnVis.Tests.Differentiation;

/// <summary>
/// Gradients of a model, each of all scores with weights of their own, with kernels of ours and with standard operators alone. One gradient may cancel to little more
/// than rounding where few numbers pass the gates; several do not.
/// </summary>
internal sealed class KernelComparison
{
    private const int Gradients = 3;

    private readonly CnnModel _model;
    private readonly ForwardGraph _forward;
    private readonly BackwardGraph _standard;
    private readonly BackwardGraph _withKernels;
    private readonly string _scores;

    public KernelComparison(CnnModel model)
    {
        _model = model;
        _scores = model.Graph.Outputs[0].Name;
        GradientEngine engine = GradientEngine.Of(model);
        (_forward, _standard) = Differentiate(usesKernels: false);
        (_, _withKernels) = Differentiate(usesKernels: true);

        (ForwardGraph Forward, BackwardGraph Backward) Differentiate(bool usesKernels) =>
            engine.Differentiate(model.ImageInput.Shape, GradientRules.Standard, _scores, [model.ImageInput.Name], usesKernels: usesKernels);
    }

    /// <summary>The graph of both passes, with kernels.</summary>
    public ModelProto Graph => JointGraph.Merge(_forward, _withKernels, [], oneImage: true);

    public float[] ByStandardOperators(ImageTensor image, int seed)
    {
        using var runner = new GraphRunner(JointGraph.Merge(_forward, _standard, [], oneImage: true), _model.Name, _model.SessionSettings);
        return Run(runner, image, seed);
    }

    public float[] ByKernels(ImageTensor image, int seed)
    {
        using GraphRunner runner = KernelGraph.Compile(Graph, _model.Name, _model.SessionSettings);
        return Run(runner, image, seed);
    }

    public float[] WithoutTheFastLayout(ImageTensor image, int seed)
    {
        using var runner = new GraphRunner(new StandIns(Graph).WithoutLayout(), _model.Name, _model.SessionSettings with { UsesKernels = true });
        return Run(runner, image, seed);
    }

    /// <summary>The operators of the optimised graph, and for kernels whether they take the fast layout.</summary>
    public IReadOnlyList<(string Operator, bool IsKernel, bool IsFast)> Optimized()
    {
        using OptimizedGraph optimized = OptimizedGraph.TryMake(new StandIns(Graph), _model.Name, _model.SessionSettings)!;
        return [.. optimized.Model.Graph.Node.Select(node => (node.OpType, KernelDomain.Has(node), node.Int(BlockedLayout.Attribute, 1) > 1))];
    }

    /// <summary>The shapes of kernels' results as the optimised graph declares them, and as they come out.</summary>
    public IReadOnlyList<(string Tensor, long[] Declared, long[] Actual)> DeclaredShapes(ImageTensor image)
    {
        using OptimizedGraph optimized = OptimizedGraph.TryMake(new StandIns(Graph), _model.Name, _model.SessionSettings)!;
        ValueInfoProto[] declared = [.. optimized.Model.Graph.ValueInfo];
        optimized.Model.Graph.Output.Add(declared.Select(value => new ValueInfoProto { Name = value.Name }));
        using GraphRunner runner = optimized.Compile(_model.Name, _model.SessionSettings);
        using TensorRun run = Run(runner, image, Numbers.Seeded((int)_forward[_scores].Shape.ElementCount, 1));
        return
        [
            .. declared.Select(value => (
                value.Name,
                value.Type.TensorType.Shape.Dim.Select(dimension => dimension.DimValue).ToArray(),
                run.ShapeOf(value.Name).Select(size => (long)size).ToArray())),
        ];
    }

    private float[] Run(GraphRunner runner, ImageTensor image, int seed) => [.. Enumerable.Range(seed, Gradients).SelectMany(weights => Gradient(runner, image, weights))];

    private float[] Gradient(GraphRunner runner, ImageTensor image, int seed)
    {
        using TensorRun run = Run(runner, image, Numbers.Seeded((int)_forward[_scores].Shape.ElementCount, seed));
        return run.Floats(_standard.Gradients[_model.ImageInput.Name]);
    }

    private TensorRun Run(GraphRunner runner, ImageTensor image, float[] weights) => runner.Run(
        [_model.ImageInput.Feed(image.Memory, 1), (_standard.Seeds[_scores], weights, [.. _forward[_scores].Shape.Sizes])], [], CancellationToken.None);
}
