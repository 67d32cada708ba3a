using System.Diagnostics;
using System.Numerics.Tensors;
using CnnVis.Models;
using CnnVis.Onnx;
using CnnVis.Runtime;

namespace CnnVis.Differentiation.Checking;

/// <summary>Checks a model's gradients: what blocks them, every node by itself, the whole network, the cost.</summary>
internal sealed class GradientChecker
{
    private const int TimedRuns = 20;
    private static readonly TimeSpan LongestTiming = TimeSpan.FromSeconds(4);
    private static readonly float[] NetworkSteps = [3e-2f, 1e-2f, 3e-3f, 1e-3f, 3e-4f];

    private readonly CnnModel _model;
    private readonly ImageTensor _image;
    private readonly GradientRules _rules;
    private readonly CancellationToken _cancellationToken;
    private readonly ForwardGraph _forward;
    private readonly ResolvedTarget _target;
    private readonly string _scores;

    public GradientChecker(CnnModel model, ImageTensor image, GradientRules rules, CancellationToken cancellationToken)
    {
        _model = model;
        _image = image;
        _rules = rules;
        _cancellationToken = cancellationToken;
        _forward = GradientEngine.Of(model).ForwardGraphFor(image.Shape);
        ScorePass pass = model.Evaluate(image.Memory, 1, image.Shape, cancellationToken);
        var scores = new TargetScores(pass, image.Shape, model.Labels, model.ToldOutputForm);
        _target = model.Output.Form == OutputForm.Raw
            ? Target.WeightedSum("the sum of all outputs", [.. Enumerable.Repeat(1f, scores.ElementCount(ScoreKind.Logit))]).Resolve(scores)
            : Target.Top.Resolve(scores);
        _scores = model.ScoreTensor(_target.Kind);
    }

    public GradientReport Check(IProgress<ExplanationProgress>? progress)
    {
        IReadOnlyList<UndifferentiableNode> blocking = Blocking(out bool isStraightThrough);
        List<NodeGradientCheck> nodes = CheckNodes(progress);
        bool canRun = blocking.Count == 0;
        return new GradientReport(_model.Name, _target.Name, blocking, nodes)
        {
            IsStraightThrough = isStraightThrough,
            Forward = Median(() => _model.Evaluate(_image.Memory, 1, _image.Shape, _cancellationToken)),
            Network = canRun ? CheckNetwork() : null,
            ForwardAndBackward = canRun ? Median(() => Gradient()) : TimeSpan.Zero,
        };
    }

    private IReadOnlyList<UndifferentiableNode> Blocking(out bool isStraightThrough)
    {
        isStraightThrough = false;
        try
        {
            isStraightThrough = BackwardGraphBuilder.Build(_forward, _rules, [_scores], [_forward.Image.Name]).IsStraightThrough;
            return [];
        }
        catch (NoGradientException e) when (e.Nodes.Count > 0)
        {
            return e.Nodes;
        }
    }

    private List<NodeGradientCheck> CheckNodes(IProgress<ExplanationProgress>? progress)
    {
        HashSet<string> carriers = GradientCarriers.Of(_forward, _forward.Model.Graph.Nodes, _rules, [_forward.Image.Name]);
        carriers.IntersectWith(_forward.Model.Graph.Ancestors([_scores]));
        NodeProto[] nodes = [.. _forward.Model.Graph.Nodes.Where(node => node.Output.Any(carriers.Contains))];
        using TensorRun run = RunEverything(nodes);
        var check = new NodeCheck(_forward, _rules, _model.SessionSettings, run);
        var checks = new List<NodeGradientCheck>();
        var meter = new ProgressMeter(progress);
        meter.Expect(nodes.Length);
        foreach (NodeProto node in nodes)
        {
            _cancellationToken.ThrowIfCancellationRequested();
            checks.AddRange(Check(check, node, carriers));
            meter.Advance(1);
        }

        return checks;
    }

    private static NodeGradientCheck[] Check(NodeCheck check, NodeProto node, HashSet<string> carriers)
    {
        try
        {
            string[] outputs = [.. node.Output.Where(carriers.Contains)];
            return [.. node.Input.Where(carriers.Contains).Distinct().Select(input => check.Check(node, input, outputs))];
        }
        catch (NoGradientException)
        {
            // It blocks the gradient, and the report says so already.
            return [];
        }
    }

    private TensorRun RunEverything(NodeProto[] nodes)
    {
        string[] tensors =
        [
            .. nodes.SelectMany(node => OnnxGraph.InputsOf(node).Concat(node.Output))
                .Where(tensor => tensor.Length > 0 && tensor != _forward.Image.Name && !_forward[tensor].IsConstant)
                .Distinct(StringComparer.Ordinal),
        ];
        using var runner = new GraphRunner(_forward.Model.WithOutputs(tensors), _forward.Model.Name, _model.SessionSettings with { Optimize = false });
        return runner.Run([(_forward.Image.Name, _image.Memory, _image.Shape.Dimensions(1))], null, [], _cancellationToken);
    }

    private NetworkGradientCheck CheckNetwork()
    {
        float[] gradient = Gradient();
        double length = TensorPrimitives.Norm<float>(gradient);
        if (length == 0)
        {
            return new NetworkGradientCheck(0, 0, 0);
        }

        float imageLength = TensorPrimitives.Norm(_image.Values) is > 0 and var norm ? norm : MathF.Sqrt(_image.Values.Length);
        return NetworkSteps
            .Select(step => new NetworkGradientCheck(Slope(gradient, length, step * imageLength), length, step))
            .MinBy(check => check.RelativeError)!;
    }

    private double Slope(float[] gradient, double length, float step)
    {
        float[] both = new float[2 * gradient.Length];
        for (int i = 0; i < gradient.Length; i++)
        {
            float move = (float)(step * gradient[i] / length);
            both[i] = _image.Values[i] + move;
            both[gradient.Length + i] = _image.Values[i] - move;
        }

        float Score(int which) => _target.Score(
            _model.Evaluate(both.AsMemory(which * gradient.Length, gradient.Length), 1, _image.Shape, _cancellationToken), 0);
        return ((double)Score(0) - Score(1)) / (2 * step);
    }

    private float[] Gradient() =>
        new InputDifferentiation(_model, _image.Shape, _rules).Gradients(_image.Memory, 1, [_target], _cancellationToken).Values[0];

    private static TimeSpan Median(Action run)
    {
        run();
        long started = Stopwatch.GetTimestamp();
        var times = new List<TimeSpan>();
        while (times.Count < TimedRuns && (times.Count == 0 || Stopwatch.GetElapsedTime(started) < LongestTiming))
        {
            long one = Stopwatch.GetTimestamp();
            run();
            times.Add(Stopwatch.GetElapsedTime(one));
        }

        times.Sort();
        return times[times.Count / 2];
    }
}
