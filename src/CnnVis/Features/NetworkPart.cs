using CnnVis.Differentiation;
using CnnVis.Differentiation.Preparation;
using CnnVis.Onnx;
using CnnVis.Runtime;

namespace CnnVis.Features;

/// <summary>
/// The part of a model from the image to some tensors, with its gradient. What comes after them is cut off, so that the part may take another size
/// of image than the whole.
/// </summary>
internal sealed class NetworkPart : IDisposable
{
    private readonly ForwardGraph _forward;
    private readonly IReadOnlyList<string> _tensors;
    private readonly BackwardGraph _backward;
    private readonly GraphRunner _forwardRunner;
    private readonly GraphRunner _backwardRunner;
    private readonly MemoryBudget _budget;
    private readonly GradientRunSize _runSize;

    /// <exception cref="ModelException">The part does not take images of the shape.</exception>
    /// <exception cref="NoGradientException">It cannot be differentiated.</exception>
    public NetworkPart(CnnModel model, ImageShape shape, IReadOnlyList<string> tensors, GradientRules rules)
    {
        _tensors = tensors;
        OnnxModel part = Part(model, shape, tensors);
        (_forward, _backward) = Differentiate(model, part, shape, tensors, rules);
        RefuseOtherBatch(model);
        string[] kept = [.. _backward.Saved.Concat(tensors).Where(tensor => tensor != _forward.Image.Name).Distinct(StringComparer.Ordinal)];
        SessionSettings unplanned = model.SessionSettings with { PlanMemory = false };
        _forwardRunner = new GraphRunner(_forward.Model.WithOutputs(kept), model.Name, unplanned);
        try
        {
            _backwardRunner = new GraphRunner(_backward.Model, model.Name, unplanned);
        }
        catch
        {
            _forwardRunner.Dispose();
            throw;
        }

        _budget = model.SessionSettings.Budget;
        _runSize = new GradientRunSize(_forward, kept, [_forward.Image.Name], _budget);
    }

    public ImageShape Shape => _forward.Image.Shape;

    public bool IsStraightThrough => _backward.IsStraightThrough;

    /// <summary>The shape of a tensor for one image, the axis of the images left out.</summary>
    public int[] ShapeOf(string tensor)
    {
        IReadOnlyList<int> sizes = _forward[tensor].Shape.Sizes;
        bool hasBatchAxis = sizes.Count > 0 && sizes[0] == (_forward.Image.FixedBatch ?? 1);
        return [.. hasBatchAxis ? sizes.Skip(1) : sizes];
    }

    public NetworkPartPass Forward(ReadOnlyMemory<float> images, int count, CancellationToken cancellationToken)
    {
        var runs = new List<(TensorRun Run, int Count)>();
        try
        {
            _budget.InParts(count, _runSize.Images, (first, taken) =>
            {
                ReadOnlyMemory<float> part = images.Slice(first * Shape.ElementCount, taken * Shape.ElementCount);
                runs.Add((_forwardRunner.Run([_forward.Image.Feed(part, taken)], null, [], cancellationToken), taken));
                return taken;
            });

            return new NetworkPartPass(this, runs);
        }
        catch
        {
            runs.ForEach(run => run.Run.Dispose());
            throw;
        }
    }

    public void Dispose()
    {
        _forwardRunner.Dispose();
        _backwardRunner.Dispose();
    }

    internal IReadOnlyList<string> Tensors => _tensors;

    /// <summary>The gradient of the image from those of the tensors, each as long as the run's.</summary>
    internal float[] Backward(TensorRun run, Func<string, float[]> gradientOf, CancellationToken cancellationToken)
    {
        using TensorRun gradients = _backwardRunner.Run(
            _tensors.Select(tensor => (_backward.Seeds[tensor], (ReadOnlyMemory<float>)gradientOf(tensor), run.ShapeOf(tensor))),
            run,
            _backward.Saved,
            cancellationToken);
        return gradients.Floats(_backward.Gradients[_forward.Image.Name]);
    }

    /// <summary>A Reshape to the model's own size takes a larger image for several: that runs, but is no network for that size.</summary>
    private void RefuseOtherBatch(CnnModel model)
    {
        foreach (string tensor in _tensors)
        {
            int images = _forward.Image.FixedBatch ?? 1;
            if (model.ShapeOf(tensor) is [var first, ..] && first == images && _forward[tensor].Shape.Sizes[0] != images)
            {
                throw new ModelException(model.Name, $"for an image of {Shape.Height}x{Shape.Width}, '{tensor}' is computed as for several images.");
            }
        }
    }

    private static OnnxModel Part(CnnModel model, ImageShape shape, IReadOnlyList<string> tensors)
    {
        OnnxModel whole = model.SelfContained();
        ModelProto part = whole.WithOutputs(tensors);
        int input = part.Graph.Input.ToList().FindIndex(declared => declared.Name == model.ImageInput.Name);
        if (input < 0)
        {
            throw new NoGradientException(model.Name, $"'{string.Join("', '", tensors)}' does not depend on the image.", []);
        }

        ImageInput image = model.ImageInput;
        part.Graph.Input[input] = GraphEdits.Declare(
            image.Name,
            (TensorProto.Types.DataType)part.Graph.Input[input].Type.TensorType.ElemType,
            [image.FixedBatch, .. shape.Dimensions(1).Skip(1).Select(size => (long?)size)]);
        return new OnnxModel(part, whole.Name, whole.Folder);
    }

    private static (ForwardGraph Forward, BackwardGraph Backward) Differentiate(
        CnnModel model, OnnxModel part, ImageShape shape, IReadOnlyList<string> tensors, GradientRules rules)
    {
        ForwardGraph Prepared(bool takesBatches) =>
            ForwardGraphPreparation.Prepare(part, model.ImageInput with { Shape = shape }, takesBatches, model.SessionSettings);
        ForwardGraph forward = Prepared(model.TakesBatches);
        try
        {
            return (forward, BackwardGraphBuilder.Build(forward, rules, tensors, [forward.Image.Name]));
        }
        catch (NoGradientException) when (forward.TakesBatches)
        {
            // What mixes images may have a gradient for one at a time.
            forward = Prepared(takesBatches: false);
            return (forward, BackwardGraphBuilder.Build(forward, rules, tensors, [forward.Image.Name]));
        }
    }
}
