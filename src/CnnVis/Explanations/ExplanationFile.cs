using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace CnnVis.Explanations;

/// <summary>The files of an explanation: numbers as .npy, how they were made as .json.</summary>
internal static class ExplanationFile
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        // Labels are read by people; the file is no part of a web page.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>The raw numbers of maps of one shape, stacked along the first axis.</summary>
    public static byte[] Numbers(IReadOnlyList<Heatmap> maps) => Stack([.. maps.Select(map => map.ToArray())]);

    /// <summary>The maps as they are drawn, at the input's size, stacked along the first axis.</summary>
    public static byte[] DrawnNumbers(IReadOnlyList<Heatmap> maps, ImageShape input) =>
        Stack([.. maps.Select(map => (map.Scaled(input.Height, input.Width), new[] { input.Height, input.Width }))]);

    /// <summary>How explanations by one method of one model were made.</summary>
    public static byte[] ToJson(IReadOnlyList<Explanation> explanations)
    {
        ExplanationRecord first = explanations[0].Record;
        return JsonSerializer.SerializeToUtf8Bytes(
            new Document(
                Generator: $"CnnVis {typeof(ExplanationFile).Assembly.GetName().Version?.ToString(3)}",
                first.Method,
                first.Options,
                first.Model,
                first.InputShape,
                first.OutputForm,
                explanations[0].Map.Scaling,
                explanations[0].Map.Cells,
                BelongsToInput: explanations[0].Map.InputShape is not null,
                explanations[0].Map.Reduction,
                [.. explanations.Select(ToImage)]),
            Json);
    }

    public static Explanation Load(string path)
    {
        string name = Path.GetFileName(path);
        NpyArray numbers = NpyFile.Load(path + ".npy");
        try
        {
            Document document = JsonSerializer.Deserialize<Document>(File.ReadAllBytes(path + ".json"), Json)
                ?? throw new JsonException("The file is empty.");
            Image image = document.Images[0];
            var record = new ExplanationRecord
            {
                Method = document.Method,
                Options = document.Options,
                Model = document.Model,
                InputShape = document.InputShape,
                OutputForm = document.OutputForm,
                Geometry = image.Geometry,
                Prediction = new Prediction(image.Prediction),
                Targets = image.Targets,
                ForwardPasses = image.ForwardPasses,
                BackwardPasses = image.BackwardPasses,
                Elapsed = TimeSpan.FromSeconds(image.Seconds),
                Notes = image.Notes,
            };
            return numbers.Shape[0] == image.Targets.Count && document.Images.Count == 1
                ? new Explanation(record, ReadMaps(numbers, document), picture: null)
                : throw new JsonException($"it holds {numbers.Shape[0]} maps of {document.Images.Count} images; one image can be loaded.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or ArgumentException or IndexOutOfRangeException or DivideByZeroException)
        {
            throw new CnnVisException($"{name}: this is not a saved explanation, or it is damaged: {e.Message}", e);
        }
    }

    private static Image ToImage(Explanation explanation)
    {
        ExplanationRecord record = explanation.Record;
        return new Image(
            record.Geometry,
            record.Prediction.Classes,
            record.Targets,
            record.ForwardPasses,
            record.BackwardPasses,
            Math.Round(record.Elapsed.TotalSeconds, 3),
            record.Notes);
    }

    private static byte[] Stack(IReadOnlyList<(float[] Values, int[] Shape)> arrays) =>
        NpyFile.ToBytes([.. arrays.SelectMany(array => array.Values)], [arrays.Count, .. arrays[0].Shape]);

    private static Heatmap[] ReadMaps(NpyArray numbers, Document document)
    {
        int count = numbers.Shape[0];
        float[] all = Array.ConvertAll(numbers.Values, value => (float)value);
        int length = all.Length / count;
        return
        [
            .. Enumerable.Range(0, count).Select(i => ReadMap(all.AsSpan(i * length, length), numbers.Shape, document)),
        ];
    }

    private static Heatmap ReadMap(ReadOnlySpan<float> values, int[] stacked, Document document)
    {
        ImageShape shape = document.InputShape;
        return document switch
        {
            { Reduction: { } reduction } => Heatmap.OfElements(values, shape, document.Scaling, reduction),
            { BelongsToInput: true } => new Heatmap(FirstChannel(values, shape), shape.Height, shape.Width, document.Scaling, shape),
            _ => new Heatmap(values, stacked[^2], stacked[^1], document.Scaling) { Cells = document.Cells },
        };
    }

    private static float[] FirstChannel(ReadOnlySpan<float> values, ImageShape shape)
    {
        float[] plane = new float[shape.PixelCount];
        for (int i = 0; i < plane.Length; i++)
        {
            plane[i] = values[shape.IndexOf(0, i / shape.Width, i % shape.Width)];
        }

        return plane;
    }

    private sealed record Document(
        string Generator,
        string Method,
        IReadOnlyDictionary<string, string> Options,
        string Model,
        ImageShape InputShape,
        OutputForm OutputForm,
        MapScaling Scaling,
        CellGrid? Cells,
        bool BelongsToInput,
        ChannelReduction? Reduction,
        IReadOnlyList<Image> Images);

    private sealed record Image(
        ImageGeometry? Geometry,
        IReadOnlyList<ClassScore> Prediction,
        IReadOnlyList<ExplainedTarget> Targets,
        int ForwardPasses,
        int BackwardPasses,
        double Seconds,
        IReadOnlyList<string> Notes);
}
