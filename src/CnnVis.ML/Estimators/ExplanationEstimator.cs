using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;
using Microsoft.ML.Transforms.Image;

namespace CnnVis.ML.Estimators;

/// <summary>Wraps CustomMapping, since the base classes of ML.NET's estimators are closed to other assemblies.</summary>
internal sealed class ExplanationEstimator(TransformsCatalog catalog, string output, string input, MapRecipe recipe) : IEstimator<ITransformer>
{
    public ITransformer Fit(IDataView data)
    {
        ArgumentNullException.ThrowIfNull(data);
        DataViewType type = data.Schema.GetColumnOrNull(input)?.Type ?? throw Missing(data.Schema.Select(column => column.Name));
        return type switch
        {
            ImageDataViewType => new ExplanationTransformer(FromImages().Fit(data), output),
            VectorDataViewType { ItemType: NumberDataViewType { RawType: var number }, Size: var size } vector when number == typeof(float) =>
                size == recipe.Shape.ElementCount ? new ExplanationTransformer(FromTensors(vector).Fit(data), output) : throw Unfit(type.ToString()!),
            _ => throw Unfit(type.ToString()!),
        };
    }

    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        SchemaShape.Column[] columns = [.. inputSchema];
        if (Array.FindIndex(columns, column => column.Name == input) is not (var place and >= 0))
        {
            throw Missing(columns.Select(column => column.Name));
        }

        return columns[place].ItemType switch
        {
            ImageDataViewType => FromImages().GetOutputSchema(inputSchema),
            NumberDataViewType { RawType: var number } when number == typeof(float) =>
                FromTensors(new VectorDataViewType(NumberDataViewType.Single, recipe.Shape.ElementCount)).GetOutputSchema(inputSchema),
            _ => throw Unfit(columns[place].ItemType.ToString()!),
        };
    }

    private CustomMappingEstimator<ImageRow, MapRow> FromImages() => catalog.CustomMapping<ImageRow, MapRow>(
        (row, map) => map.Map = recipe.Map(row.Image ?? throw new InvalidOperationException($"A row of the column '{input}' has no picture.")),
        contractName: null,
        Named<ImageRow>(nameof(ImageRow.Image), input),
        MapColumn());

    private CustomMappingEstimator<TensorRow, MapRow> FromTensors(VectorDataViewType type) => catalog.CustomMapping<TensorRow, MapRow>(
        (row, map) => map.Map = recipe.Map([.. row.Tensor.DenseValues()]),
        contractName: null,
        Named<TensorRow>(nameof(TensorRow.Tensor), input, type),
        MapColumn());

    private SchemaDefinition MapColumn() => Named<MapRow>(
        nameof(MapRow.Map), output, new VectorDataViewType(NumberDataViewType.Single, recipe.Shape.Height, recipe.Shape.Width));

    private static SchemaDefinition Named<TRow>(string property, string column, DataViewType? type = null)
    {
        var definition = SchemaDefinition.Create(typeof(TRow));
        // Taken before the column is renamed: afterwards it is not found by its old name.
        SchemaDefinition.Column only = definition[property];
        only.ColumnName = column;
        only.ColumnType = type ?? only.ColumnType;
        return definition;
    }

    private ArgumentException Missing(IEnumerable<string> names) => new(
        $"There is no column '{input}' to explain. The columns are {string.Join(", ", names.Distinct().Select(name => $"'{name}'"))}.");

    private ArgumentException Unfit(string type) => new(
        $"The column '{input}' is {type}. It must be a picture (MLImage) or {recipe.Shape.ElementCount} numbers, as the model reads "
        + $"[{string.Join(',', recipe.Shape.Dimensions(1).Skip(1))}]; ExtractPixels makes them.");
}
