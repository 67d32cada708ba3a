using System.Runtime.CompilerServices;
using CnnVis.Models;
using CnnVis.Onnx;
using CnnVis.Runtime;

namespace CnnVis;

/// <summary>
/// An image model in ONNX form: what it reads, what it says, what it is made of. Safe to use from several threads; dispose it at the end,
/// which waits for passes that are running. The file that it was loaded from is never changed.
/// </summary>
public sealed partial class CnnModel : IDisposable
{
    private const string NameWithoutFile = "model";
    private const int KeptActivationRunners = 4;

    private readonly OnnxModel _onnx;
    private readonly ScoreTensors _scores;
    private readonly Dictionary<ModelInput, TensorValue> _otherInputs;
    private readonly SessionSettings _settings;
    private readonly CnnModelOptions _options;
    private readonly RunGate _gate;
    private readonly SessionCache<TensorNames, ImageRunner> _activationRunners;
    private readonly ImageRunner _scoreRunner;
    private readonly Lazy<ShapeProbe> _probe;
    private readonly Lazy<LayerCollection> _layers;
    private readonly Lazy<FeatureLayer> _featureLayer;
    private readonly Lazy<long> _bytesPerImage;
    private readonly Lazy<bool> _takesBatches;
    private readonly Dictionary<Type, IDisposable> _attached = [];

    // One picture is explained again and again; its tensor lives as long as it does.
    private readonly ConditionalWeakTable<RgbImage, PreparedPicture> _prepared = [];

    private CnnModel(OnnxModel onnx, CnnModelOptions options)
    {
        options.Validate();
        var notes = new List<string>();
        _onnx = onnx;
        _options = options;
        _gate = new RunGate($"{nameof(CnnModel)} {onnx.Name}");
        _settings = new SessionSettings(options.Execution, onnx.HasExternalData ? onnx.Folder : null)
        {
            Budget = new MemoryBudget(onnx.Name, options.Execution.MemoryLimit),
        };
        Inputs = [.. onnx.Graph.Inputs.Select(ModelInput.From)];
        ImageInput = ImageInputReader.Read(onnx, options, notes);
        _otherInputs = MatchOtherInputs();
        _scores = ScoreTensors.Read(onnx, options);
        _probe = new Lazy<ShapeProbe>(() => ShapeProbe.Run(onnx, ImageInput, _otherInputs, _settings));
        _layers = new Lazy<LayerCollection>(ReadLayers);
        _featureLayer = new Lazy<FeatureLayer>(() => FeatureLayerChoice.For(this));
        _bytesPerImage = new Lazy<long>(() => _probe.Value.PeakBytes(onnx.Graph));
        _takesBatches = new Lazy<bool>(TryBatches);
        Output = ReadOutput();
        Labels = LabelReader.Fit(options.Labels ?? LabelReader.FromMetadata(onnx.Proto, Output.ClassCount), Output.ClassCount, notes);
        Preprocessing = options.Preprocessing ?? PreprocessingGuess.For(onnx.Proto, ImageInput, Output.ClassCount, notes);
        Notes = notes;
        _scoreRunner = CreateScoreRunner();
        _activationRunners = new SessionCache<TensorNames, ImageRunner>(KeptActivationRunners, CreateActivationRunner);
        _settings.Budget.OnShortage(_activationRunners.ReleaseIdle);
    }

    /// <summary>The model's name: <see cref="CnnModelOptions.Name"/>, or its file's without the folder.</summary>
    public string Name => _onnx.Name;

    /// <summary>The program that wrote the file, if it says so.</summary>
    public string Producer => $"{_onnx.Proto.ProducerName} {_onnx.Proto.ProducerVersion}".Trim();

    /// <summary>The version of ONNX's operators that the model uses.</summary>
    public int Opset => _onnx.Opset;

    /// <summary>The version of the file format.</summary>
    public int IrVersion => (int)_onnx.Proto.IrVersion;

    /// <summary>All inputs as the file declares them.</summary>
    public IReadOnlyList<ModelInput> Inputs { get; }

    /// <summary>The input that takes the image.</summary>
    public ImageInput ImageInput { get; private set; }

    /// <summary>The output that is explained.</summary>
    public ModelOutput Output { get; }

    /// <summary>The names of the classes, or null where none are known.</summary>
    public Labels? Labels { get; }

    /// <summary>How pictures become the input.</summary>
    public Preprocessing Preprocessing { get; }

    /// <summary>What was guessed or adapted while loading, in words.</summary>
    public IReadOnlyList<string> Notes { get; }

    /// <summary>The layers, in the order in which they are computed.</summary>
    /// <exception cref="ObjectDisposedException">The model was disposed.</exception>
    public LayerCollection Layers
    {
        get
        {
            using RunGate.Pass pass = _gate.Enter();
            return _layers.Value;
        }
    }

    /// <summary>Loads a model from a file.</summary>
    /// <param name="path">The .onnx file; weights in external files are found beside it.</param>
    /// <param name="options">What the file does not say; null for none.</param>
    /// <returns>The model; dispose it at the end.</returns>
    /// <exception cref="ModelException">The file is missing, is not ONNX, is damaged or is not supported.</exception>
    public static CnnModel Load(string path, CnnModelOptions? options = null) => new(OnnxModelReader.Read(path, options?.Name), options ?? new());

    /// <summary>Loads a model from its bytes.</summary>
    /// <param name="bytes">A whole .onnx file.</param>
    /// <param name="options">What the file does not say; null for none.</param>
    /// <returns>The model; dispose it at the end.</returns>
    /// <exception cref="ModelException">The bytes are not ONNX, are damaged or are not supported.</exception>
    public static CnnModel Load(ReadOnlyMemory<byte> bytes, CnnModelOptions? options = null) =>
        new(OnnxModelReader.Read(bytes.ToArray(), options?.Name ?? NameWithoutFile, folder: null), options ?? new());

    /// <summary>Loads a model from a stream, read to its end.</summary>
    /// <param name="stream">A whole .onnx file.</param>
    /// <param name="options">What the file does not say; null for none.</param>
    /// <returns>The model; dispose it at the end.</returns>
    /// <exception cref="ModelException">The stream is not ONNX, is damaged or is not supported.</exception>
    public static CnnModel Load(Stream stream, CnnModelOptions? options = null) =>
        new(OnnxModelReader.Read(stream, options?.Name ?? NameWithoutFile), options ?? new());

    /// <summary>Says what the model sees in a picture.</summary>
    /// <param name="image">The picture, of any size.</param>
    /// <param name="count">How many classes to return.</param>
    /// <param name="cancellationToken">Cancels the run.</param>
    /// <returns>The most probable classes; for a segmentation map, the classes that cover most of the picture.</returns>
    /// <exception cref="ModelException">The output is neither classes nor a segmentation map.</exception>
    public Prediction Predict(RgbImage image, int count = 5, CancellationToken cancellationToken = default) =>
        Predict(ToTensor(image), count, cancellationToken);

    /// <summary>Says what the model sees in a preprocessed image.</summary>
    /// <param name="image">One image in the model's own layout.</param>
    /// <param name="count">How many classes to return.</param>
    /// <param name="cancellationToken">Cancels the run.</param>
    /// <returns>The most probable classes.</returns>
    /// <exception cref="ModelException">The output is neither classes nor a segmentation map.</exception>
    public Prediction Predict(ImageTensor image, int count = 5, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        RefuseUnfit(image);
        if (image.Count != 1)
        {
            throw new ArgumentException($"The tensor holds {image.Count} images; predict them one by one with Slice.", nameof(image));
        }

        var scores = new TargetScores(Evaluate(image.Memory, 1, image.Shape, cancellationToken), image.Shape, Labels, _options.OutputForm);
        return scores.Prediction.Classes.Count > 0
            ? new Prediction(scores.Prediction.Classes.Take(count))
            : throw new ModelException(Name, $"its output '{Output.Name}' is neither classes nor a segmentation map, so there is nothing to name.");
    }

    /// <summary>Turns a picture into the numbers that the model reads.</summary>
    /// <param name="image">The picture.</param>
    /// <returns>One image in the model's layout.</returns>
    public ImageTensor ToTensor(RgbImage image) => Preprocess(image).Tensor;

    /// <summary>Ends the model: waits for passes that are running, then frees what ONNX Runtime holds.</summary>
    public void Dispose()
    {
        if (_gate.CloseAndWait())
        {
            _scoreRunner.Dispose();
            _activationRunners.Dispose();
            foreach (IDisposable attached in _attached.Values)
            {
                attached.Dispose();
            }
        }
    }
}
