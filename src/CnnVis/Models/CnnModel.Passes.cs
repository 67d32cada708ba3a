using CnnVis.Models;
using CnnVis.Onnx;
using CnnVis.Runtime;

namespace CnnVis;

/// <content>What the rest of the library asks of a model: forward passes, activations, shapes.</content>
public sealed partial class CnnModel
{
    // On a processor larger batches gain nothing and cost cache and memory: MobileNetV2 on two cores takes 4.7 ms an image
    // in batches of 4 to 8, 5.0 in batches of 16 or alone.
    private static readonly int LargestUsefulBatch = Math.Max(8, Environment.ProcessorCount);

    private const long LargestBatchBytes = 256L << 20;

    internal OutputForm? ToldOutputForm => _options.OutputForm;

    /// <summary>How many images of a shape one run takes without holding too much memory.</summary>
    internal int BatchSizeFor(ImageShape shape)
    {
        long usual = Math.Min(LargestBatchBytes, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 8);
        int planned = _settings.Budget.ImagesPerRun(BytesPerImage(shape), usual, _options.Execution.BatchSize ?? LargestUsefulBatch);
        if (ImageInput.FixedBatch is { } only)
        {
            return only;
        }

        return planned > 1 && _takesBatches.Value ? planned : 1;
    }

    /// <summary>What one image of a batch takes, or a whole batch of a fixed size: its tensors, and the image itself.</summary>
    internal double BytesPerImage(ImageShape shape) =>
        ((double)_bytesPerImage.Value * shape.ElementCount / ImageInput.Shape.ElementCount) + (sizeof(float) * (long)shape.ElementCount);

    /// <summary>The most bytes that the tensors of one image hold at one moment.</summary>
    internal long PeakBytes => _bytesPerImage.Value;

    /// <summary>The same for a part of the network.</summary>
    internal long PeakBytesOf(OnnxGraph part) => _probe.Value.PeakBytes(part);

    /// <summary>The layer whose channels say most about a class and still know where.</summary>
    /// <exception cref="ArgumentException">The graph does not decide; the message says what can be given.</exception>
    internal FeatureLayer FeatureLayer => _featureLayer.Value;

    internal OnnxGraph Graph => _onnx.Graph;

    /// <summary>A tensor's shape for one image, batch included; null where it does not depend on the image, or is no tensor.</summary>
    internal int[]? ShapeOf(string tensor) => _probe.Value[tensor]?.Shape;

    /// <summary>The numbers of a stored tensor; null where they are computed.</summary>
    internal float[]? ConstantFloats(string tensor) => _onnx.Graph.Constant(tensor) is { } stored ? TensorData.Floats(stored, _onnx.Folder) : null;

    /// <summary>Where external weights lie; null for a model from memory.</summary>
    internal string? Folder => _onnx.Folder;

    internal SessionSettings SessionSettings => _settings;

    internal bool TakesBatches => ImageInput.FixedBatch is null && _takesBatches.Value;

    /// <summary>The model with the nodes of its probabilities added and every input but the image stored.</summary>
    internal OnnxModel SelfContained()
    {
        (_, NodeProto[] nodes) = ProbabilityNodes.For(_scores, Output, Opset);
        if (nodes.Length == 0 && _otherInputs.Count == 0)
        {
            return _onnx;
        }

        ModelProto proto = _onnx.Proto.With([.. _onnx.Proto.Graph.Node, .. nodes], [.. _otherInputs.Select(pair => OrtTensors.ToProto(pair.Key, pair.Value))]);
        foreach (ModelInput input in _otherInputs.Keys)
        {
            proto.Graph.Input.Remove(proto.Graph.Input.First(declared => declared.Name == input.Name));
        }

        return new OnnxModel(proto, Name, _onnx.Folder);
    }

    /// <summary>The tensor of the logits or of the probabilities in <see cref="SelfContained"/>.</summary>
    internal string ScoreTensor(ScoreKind kind) =>
        kind == ScoreKind.Logit ? Output.LogitsTensor : ProbabilityNodes.For(_scores, Output, Opset).Tensor;

    /// <summary>What a folder above keeps with the model: made once, disposed with it.</summary>
    internal T Attached<T>(Func<CnnModel, T> create)
        where T : class, IDisposable
    {
        using RunGate.Pass pass = _gate.Enter();
        lock (_attached)
        {
            if (!_attached.TryGetValue(typeof(T), out IDisposable? attached))
            {
                _attached[typeof(T)] = attached = create(this);
            }

            return (T)attached;
        }
    }

    /// <summary>Keeps the model from being disposed until the pass is over.</summary>
    internal RunGate.Pass EnterPass() => _gate.Enter();

    internal (ImageTensor Tensor, ImageGeometry Geometry) Preprocess(RgbImage image)
    {
        ArgumentNullException.ThrowIfNull(image);
        PreparedPicture prepared = _prepared.GetValue(image, picture => new PreparedPicture(Preprocessor.Apply(Preprocessing, picture, ImageInput.Shape)));
        return prepared.Value;
    }

    internal ScorePass Evaluate(ReadOnlyMemory<float> images, int count, ImageShape shape, CancellationToken cancellationToken)
    {
        using RunGate.Pass pass = _gate.Enter();
        TensorBatch[] outputs = _scoreRunner.Run(images, count, shape, cancellationToken);
        return new ScorePass(outputs[0], outputs[^1]);
    }

    /// <summary>The values of tensors inside the network, in one pass.</summary>
    internal TensorBatch[] Activations(ImageTensor image, IReadOnlyList<string> tensors, CancellationToken cancellationToken)
    {
        RefuseUnfit(image);
        using RunGate.Pass pass = _gate.Enter();
        return _activationRunners.Use(new TensorNames(tensors), runner => runner.Run(image.Memory, image.Count, image.Shape, cancellationToken));
    }

    internal void RefuseUnfit(ImageTensor image)
    {
        ImageShape wanted = ImageInput.Shape;
        ImageShape given = image.Shape;
        bool fits = given.Layout == wanted.Layout
            && given.Channels == wanted.Channels
            && (ImageInput.IsSizeFree || (given.Height == wanted.Height && given.Width == wanted.Width));
        if (!fits)
        {
            throw new ArgumentException(
                $"The tensor is [{string.Join(',', given.Dimensions(image.Count))}] ({given.Layout.ToString().ToUpperInvariant()}); "
                + $"the model reads [N,{string.Join(',', wanted.Dimensions(1).Skip(1))}] ({wanted.Layout.ToString().ToUpperInvariant()}).");
        }
    }

    private Dictionary<ModelInput, TensorValue> MatchOtherInputs()
    {
        ModelInput[] others = [.. Inputs.Where(input => input.Name != ImageInput.Name)];
        if (_options.Inputs.Keys.FirstOrDefault(name => others.All(input => input.Name != name)) is { } unknown)
        {
            throw new ArgumentException(
                $"A value was given for the input '{unknown}'. The model's inputs besides the image '{ImageInput.Name}' are "
                + $"{(others.Length == 0 ? "none" : string.Join(", ", others.Select(input => $"'{input.Name}'")))}.");
        }

        return others.ToDictionary(input => input, input => _options.Inputs.TryGetValue(input.Name, out TensorValue? value)
            ? value
            : throw new ModelException(
                Name,
                $"the input '{input.Name}' {input.ShapeText()} ({input.ElementType}) needs a value: set CnnModelOptions.Inputs, or --input {input.Name}=FILE.npy."));
    }

    private ModelOutput ReadOutput()
    {
        ModelInput declared = ModelInput.From(_onnx.Graph.Outputs.First(output => output.Name == _scores.Output));
        int batch = ImageInput.FixedBatch ?? 1;
        bool isKnown = declared.Shape.Count > 0 && declared.Shape.Skip(1).All(size => size is not null);
        int[] shape = isKnown
            ? [declared.Shape[0] ?? batch, .. declared.Shape.Skip(1).Select(size => size!.Value)]
            : _probe.Value[_scores.Output]?.Shape
                ?? throw new ModelException(Name, $"its output '{_scores.Output}' does not depend on the image '{ImageInput.Name}', or is no tensor.");
        bool hasBatchAxis = shape.Length > 0 && shape[0] == batch;
        if (!hasBatchAxis)
        {
            // Such a model takes one image at a time.
            ImageInput = ImageInput with { FixedBatch = 1 };
            shape = [1, .. shape];
        }

        OutputSpace space = OutputSpace.Of(shape.AsSpan(1), ImageInput.Shape, _options.OutputForm);
        int classCount = space.Form == OutputForm.Raw ? 0 : space.ClassCount;
        // A raw output is explained as it is: nobody knows how its elements lie in the tensor before.
        string logits = space.Form == OutputForm.Raw ? _scores.Output : _scores.Logits;
        return new ModelOutput(_scores.Output, _scores.Kind, space.Form, shape, classCount, logits) { ClassesLast = space.ClassesLast, HasBatchAxis = hasBatchAxis };
    }

    private ImageRunner CreateScoreRunner()
    {
        (string probabilities, NodeProto[] nodes) = ProbabilityNodes.For(_scores, Output, Opset);
        string[] tensors = [.. new[] { Output.LogitsTensor, probabilities }.Distinct()];
        return CreateRunner(_onnx.WithOutputs(tensors, nodes), tensors, _settings with { IsOfModel = true });
    }

    private ImageRunner CreateActivationRunner(TensorNames tensors) => CreateRunner(_onnx.WithOutputs([.. tensors.All]), tensors.All, _settings);

    private ImageRunner CreateRunner(ModelProto model, IReadOnlyList<string> tensors, SessionSettings settings) =>
        new(new OnnxSession(model.ToBytes(), Name, settings), ImageInput, tensors, _otherInputs);

    private LayerCollection ReadLayers()
    {
        IReadOnlyList<NodeProto> nodes = _onnx.Graph.Dependents([ImageInput.Name]);
        var computed = nodes.SelectMany(node => node.Output).Append(ImageInput.Name).ToHashSet(StringComparer.Ordinal);
        return new LayerCollection(
            from node in nodes
            let output = _probe.Value[node.Output[0]]
            where output is { IsFloat: true }
            select new Layer(this, node, output.Shape, () => _onnx.Graph.ParameterCount(node, computed)));
    }

    private sealed record PreparedPicture((ImageTensor Tensor, ImageGeometry Geometry) Value);

    /// <summary>Whether two images can really be run together: many exports declare a free batch and hold a Reshape to one image inside.</summary>
    private bool TryBatches()
    {
        ImageShape shape = ImageInput.Shape;
        try
        {
            TensorBatch[] outputs = _scoreRunner.Run(new float[2 * shape.ElementCount], 2, shape, CancellationToken.None);
            TensorBatch[] alone = _scoreRunner.Run(new float[shape.ElementCount], 1, shape, CancellationToken.None);
            return outputs[0].Values.Length == 2 * alone[0].Values.Length;
        }
        catch (ModelException)
        {
            return false;
        }
    }
}
