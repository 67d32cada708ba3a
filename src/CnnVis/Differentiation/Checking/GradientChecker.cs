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
    private const int RandomSumSeed = 11;
    private static readonly TimeSpan LongestTiming = TimeSpan.FromSeconds(4);

    // How far the score is to move, as a part of it: large steps cross kinks, small ones drown in rounding.
    private static readonly double[] NetworkSteps = [3e-2, 3e-3, 1e-3, 3e-4, 1e-4];

    private readonly CnnModel _model;
    private readonly ImageTensor _image;
    private readonly GradientRules _rules;
    private readonly CancellationToken _cancellationToken;
    private readonly ForwardGraph _forward;
    private readonly ResolvedTarget _target;
    private readonly string _scores;
    private readonly bool _isStraightThrough;
    private readonly IReadOnlyList<UndifferentiableNode> _blocking = [];
    private readonly string? _refusal;

    public GradientChecker(CnnModel model, ImageTensor image, GradientRules rules, CancellationToken cancellationToken)
    {
        _model = model;
        _image = image;
        _rules = rules;
        _cancellationToken = cancellationToken;
        ScorePass pass = model.Evaluate(image.Memory, 1, image.Shape, cancellationToken);
        var scores = new TargetScores(pass, image.Shape, model.Labels, model.ToldOutputForm);
        _target = model.Output.Form == OutputForm.Raw
            ? RandomSum(scores.ElementCount(ScoreKind.Logit)).Resolve(scores)
            : Target.Top.Resolve(scores);
        _scores = model.ScoreTensor(_target.Kind);
        GradientEngine engine = GradientEngine.Of(model);
        try
        {
            (_forward, BackwardGraph backward) = engine.Differentiate(image.Shape, rules, _scores, [model.ImageInput.Name]);
            _isStraightThrough = backward.IsStraightThrough;
        }
        catch (NoGradientException e)
        {
            _forward = engine.ForwardGraphFor(image.Shape, oneImage: true);
            (_blocking, _refusal) = (e.Nodes, e.Message);
        }
    }

    public GradientReport Check(IProgress<ExplanationProgress>? progress)
    {
        List<NodeGradientCheck> nodes = CheckNodes(progress);
        bool canRun = _refusal is null;
        return new GradientReport(_model.Name, _target.Name, _blocking, nodes)
        {
            Refusal = _refusal,
            IsStraightThrough = _isStraightThrough,
            Forward = Median(() => _model.Evaluate(_image.Memory, 1, _image.Shape, _cancellationToken)),
            Network = canRun && !_isStraightThrough ? CheckNetwork() : null,
            ForwardAndBackward = canRun ? Median(() => Gradient()) : TimeSpan.Zero,
        };
    }

    private List<NodeGradientCheck> CheckNodes(IProgress<ExplanationProgress>? progress)
    {
        HashSet<string> carriers = GradientCarriers.Of(_forward, _forward.Model.Graph.Nodes, _rules, [_forward.Image.Name]);
        carriers.IntersectWith(_forward.Model.Graph.Ancestors([_scores]));
        NodeProto[] nodes =
        [
            .. _forward.Model.Graph.Nodes.Where(node =>
                node.Output.Any(carriers.Contains) && OnnxGraph.InputsOf(node).Concat(node.Output).All(tensor => tensor.Length == 0 || _forward.Has(tensor))),
        ];
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
        return runner.Run([_forward.Image.Feed(_image.Memory, 1)], null, [], _cancellationToken);
    }

    private NetworkGradientCheck CheckNetwork()
    {
        float[] gradient = Gradient();
        double length = TensorPrimitives.Norm<float>(gradient);
        if (length == 0)
        {
            return new NetworkGradientCheck(0, 0, 0);
        }

        double size = Math.Max(Math.Abs(Score(_image.Memory)), float.Epsilon);
        return NetworkSteps
            .Select(part => new NetworkGradientCheck(Slope(gradient, length, part * size / length), length, part))
            .MinBy(check => check.RelativeError)!;
    }

    private double Slope(float[] gradient, double length, double step)
    {
        float[] ahead = new float[gradient.Length];
        float[] behind = new float[gradient.Length];
        double moved = 0;
        for (int i = 0; i < gradient.Length; i++)
        {
            float move = (float)(step * gradient[i] / length);
            ahead[i] = _image.Values[i] + move;
            behind[i] = _image.Values[i] - move;
            // Small steps are rounded in the image itself: what counts is how far it really moved along the gradient.
            moved += ((double)ahead[i] - behind[i]) * gradient[i] / length;
        }

        return moved == 0 ? 0 : ((double)Score(ahead) - Score(behind)) / moved;
    }

    // Bytes and float16 cannot hold an image that moved a little.
    private float Score(ReadOnlyMemory<float> image) => _model.ImageInput.ElementType == ElementType.Float32
        ? _target.Score(_model.Evaluate(image, 1, _image.Shape, _cancellationToken), 0)
        : Differentiation.Score(image, _target, _cancellationToken);

    private TargetDifferentiation Differentiation => new(_model, _image.Shape, _rules);

    // Outputs that are probabilities add up to a constant; with random weights they do not.
    private static Target RandomSum(int count) => Target.WeightedSum(
        "a random sum of all outputs", [.. Enumerable.Range(0, count).Select(k => new CounterRandom(RandomSumSeed).Uniform(sample: 0, k))]);

    private float[] Gradient() => Differentiation.Gradients(_image.Memory, 1, [_target], _cancellationToken).Values[0][0];

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
