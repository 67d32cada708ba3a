using Microsoft.ML;

namespace CnnVis.ML.Chains;

/// <summary>Explains a pipeline without an ONNX model: the picture's own pixels are changed and the whole pipeline scores the result.</summary>
internal static class ScoreExplainer
{
    private const string UsualColumn = "Score";
    private const int LargestBatch = 16;
    private const int LargestBatchElements = 16 << 20;

    public static Explainer Create(IReadOnlyList<ITransformer> steps, RgbImage picture, PipelineOptions options)
    {
        InputColumns columns = InputColumns.Find(steps, picture.Width, picture.Height, options);
        DataViewSchema.Column scores = ScoreColumn(columns, options);
        var shape = new ImageShape(3, picture.Height, picture.Width, TensorLayout.Nchw);
        return Explainer.ForScores(
            ToTensor(picture, shape),
            batch => FloatColumn.Read(columns.View([.. Enumerable.Range(0, batch.Count).Select(i => ToPicture(batch, i))]), scores.Name),
            new BlackBoxOptions
            {
                Name = "pipeline",
                ScoreKind = options.ScoreKind,
                Labels = options.Labels ?? ScoreLabels.Read(scores),
                BatchSize = Math.Clamp(LargestBatchElements / shape.ElementCount, 1, LargestBatch),
                Picture = picture,
                Geometry = ImageGeometry.Whole(picture.Width, picture.Height),
                ToTensor = other => ToTensor(other.Resize(picture.Width, picture.Height), shape),
            });
    }

    private static DataViewSchema.Column ScoreColumn(InputColumns columns, PipelineOptions options)
    {
        DataViewSchema.Column[] numbers = [.. columns.Output.Where(column => !column.IsHidden && column.IsNumbers())];
        string name = options.ScoreColumn ?? UsualColumn;
        if (Array.FindIndex(numbers, column => column.Name == name) is var place and >= 0)
        {
            return numbers[place];
        }

        if (options.ScoreColumn is null && columns.Steps.Count > 0)
        {
            int known = columns.Steps.SkipLast(1).Aggregate(columns.Input, (schema, step) => step.GetOutputSchema(schema)).Count;
            if (numbers.Where(column => column.Index >= known).ToArray() is [var only])
            {
                return only;
            }
        }

        string list = string.Join(", ", numbers.Select(column => $"'{column.Name}'"));
        throw new ArgumentException(
            $"The pipeline has no column of scores named '{name}'. Set {nameof(PipelineOptions)}.{nameof(PipelineOptions.ScoreColumn)} "
            + $"to the column that holds a number for each class; its columns of numbers are {(list.Length == 0 ? "none" : list)}.");
    }

    private static ImageTensor ToTensor(RgbImage picture, ImageShape shape)
    {
        float[] values = new float[shape.ElementCount];
        for (int i = 0; i < values.Length; i++)
        {
            values[((i % 3) * shape.PixelCount) + (i / 3)] = picture.Pixels[i];
        }

        return new ImageTensor(values.AsSpan(), shape);
    }

    private static RgbImage ToPicture(ImageTensor batch, int index)
    {
        ImageShape shape = batch.Shape;
        int start = index * shape.ElementCount;
        return RgbImage.Create(shape.Width, shape.Height, pixels =>
        {
            for (int i = 0; i < pixels.Length; i++)
            {
                float value = batch.Values[start + ((i % 3) * shape.PixelCount) + (i / 3)];
                pixels[i] = (byte)Math.Clamp(MathF.Round(value), 0, byte.MaxValue);
            }
        });
    }
}
