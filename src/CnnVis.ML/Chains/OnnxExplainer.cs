using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Onnx;

namespace CnnVis.ML.Chains;

/// <summary>Explains a pipeline with an ONNX model inside: the steps before it make the model's input, whatever they are.</summary>
internal static class OnnxExplainer
{
    public static Explainer Create(
        IReadOnlyList<ITransformer> before, OnnxTransformer onnx, ModelCache models, RgbImage picture, PipelineOptions options)
    {
        CnnModel model = models.Get(onnx, options);
        InputColumns columns = InputColumns.Find(before, picture.Width, picture.Height, options);
        DataViewSchema.Column column = ColumnFor(model, columns);
        ImageShape shape = model.ImageInput.Shape;
        if (model.ImageInput.IsSizeFree && SizeOf(column, shape.Layout) is { } size)
        {
            model = models.Get(onnx, options, size);
            shape = model.ImageInput.Shape;
        }

        (ImageGeometry? geometry, string? note) = ImageRegions.Find(columns, column.Name, picture.Width, picture.Height);
        return model.Explain(Read(columns, column.Name, picture, shape), new TensorSource
        {
            Picture = picture,
            Geometry = geometry,
            ToTensor = other => Read(InputColumns.Find(before, other.Width, other.Height, options), column.Name, other, shape),
            Notes = note is null ? model.Notes : [.. model.Notes, note],
        });
    }

    private static DataViewSchema.Column ColumnFor(CnnModel model, InputColumns columns)
    {
        string name = model.ImageInput.Name;
        if (columns.Output.GetColumnOrNull(name) is { } column && column.IsNumbers())
        {
            return column;
        }

        string[] numbers = [.. columns.Output.Where(other => other.IsNumbers()).Select(other => $"'{other.Name}'")];
        throw new ArgumentException(
            $"The ONNX model reads its image from the column '{name}', which no step before it writes; "
            + $"they write {(numbers.Length == 0 ? "no numbers" : string.Join(", ", numbers))}. If another input of the model takes the image, "
            + $"name it: {nameof(PipelineOptions)}.{nameof(PipelineOptions.Model)}.{nameof(CnnModelOptions.InputName)}.");
    }

    private static ImageTensor Read(InputColumns columns, string column, RgbImage picture, ImageShape shape)
    {
        float[] values = FloatColumn.Read(columns.View([picture]), column)[0];
        return values.Length == shape.ElementCount
            ? new ImageTensor(values.AsSpan(), shape)
            : throw new ArgumentException(
                $"The pipeline turns the picture of {picture.Width}x{picture.Height} into {values.Length} numbers in the column '{column}'; "
                + $"the model reads {shape.Channels}x{shape.Height}x{shape.Width} = {shape.ElementCount}. Add ResizeImages, or give a picture of the model's size.");
    }

    private static (int Height, int Width)? SizeOf(DataViewSchema.Column column, TensorLayout layout) =>
        column.Type is VectorDataViewType { Dimensions: [var first, var second, var third] }
            ? layout == TensorLayout.Nchw ? (second, third) : (first, second)
            : null;
}
