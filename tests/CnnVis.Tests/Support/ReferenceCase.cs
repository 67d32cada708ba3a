using System.Globalization;
using System.Text.Json;

namespace CnnVis.Tests.Support;

/// <summary>A network with what PyTorch and Captum answer for it.</summary>
internal sealed class ReferenceCase
{
    private readonly JsonElement _case;

    public ReferenceCase(string name)
    {
        Name = name;
        _case = JsonDocument.Parse(File.ReadAllText(FileNamed("case.json"))).RootElement;
    }

    public static IReadOnlyList<string> AllNames { get; } =
        ["convnext", "densenet", "inception", "keras-mnist", "mobilenet", "resnet", "unet", "vgg", "vgg-bn", "vit"];

    public static TheoryData<string> Names => [.. AllNames];

    public static TheoryData<string> NamesWithActivation => [.. AllNames.Where(name => new ReferenceCase(name).ActivationTensor is not null)];

    /// <summary>The cases for which something was recorded.</summary>
    public static TheoryData<string> NamesWith(string file) => [.. AllNames.Where(name => File.Exists(new ReferenceCase(name).FileNamed(file)))];

    public string Name { get; }

    public TensorLayout Layout => Enum.Parse<TensorLayout>(_case.GetProperty("layout").GetString()!, ignoreCase: true);

    public string? ActivationTensor => File.Exists(FileNamed("activation.npy")) ? _case.GetProperty("cam_tensor").GetString() : null;

    public ImageTensor Input => ImageTensor.LoadNpy(FileNamed("input.npy"), Layout);

    public CnnModel Load(CnnModelOptions? options = null) => CnnModel.Load(FileNamed("model.onnx"), options);

    public NpyArray Numbers(string file) => NpyFile.Load(FileNamed(file));

    public int ClassOf(int image) => _case.GetProperty("target")[image].GetInt32();

    public Target TargetOf(int image)
    {
        JsonElement target = _case.GetProperty("target");
        if (target.ValueKind == JsonValueKind.Array)
        {
            return Target.Class(ClassOf(image)).As(Name == "keras-mnist" ? ScoreKind.Probability : ScoreKind.Logit);
        }

        NpyArray mask = Numbers("target_mask.npy");
        int places = mask.Values.Length / (mask.Shape.Length == 3 ? mask.Shape[0] : 1);
        int offset = mask.Shape.Length == 3 && mask.Shape[0] > 1 ? image * places : 0;
        return Target.OverMask(2, [.. mask.Values.Skip(offset).Take(places).Select(value => (float)value)], mask.Shape[^2], mask.Shape[^1]);
    }

    /// <summary>The recorded occlusion with the window and stride in its file's name.</summary>
    public (NpyArray Map, OcclusionOptions Options) Occlusion()
    {
        string path = Directory.GetFiles(Path.Combine(RepositoryFolder.References, Name), "occlusion_window*_stride*.npy").Single();
        int[] numbers = [.. System.Text.RegularExpressions.Regex.Matches(Path.GetFileName(path), @"\d+").Select(match => int.Parse(match.Value, CultureInfo.InvariantCulture))];
        return (NpyFile.Load(path), new OcclusionOptions { Window = numbers[0], Stride = numbers[1] });
    }

    private string FileNamed(string file) => Path.Combine(RepositoryFolder.References, Name, file);
}
