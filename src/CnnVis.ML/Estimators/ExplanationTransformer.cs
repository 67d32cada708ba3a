using Microsoft.ML;
using Microsoft.ML.Data;

namespace CnnVis.ML.Estimators;

/// <summary>The step that adds a map; it only differs from CustomMapping's own in what it says when somebody saves it.</summary>
internal sealed class ExplanationTransformer(ITransformer mapping, string output) : ITransformer
{
    public bool IsRowToRowMapper => mapping.IsRowToRowMapper;

    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => mapping.GetOutputSchema(inputSchema);

    public IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema) => mapping.GetRowToRowMapper(inputSchema);

    public IDataView Transform(IDataView input) => mapping.Transform(input);

    public void Save(ModelSaveContext ctx) => throw new NotSupportedException(
        $"The step that adds '{output}' explains with a model and a recipe of this program, so it cannot be saved. "
        + "Save the chain without it, and append mlContext.Transforms.Explain(...) after loading.");
}
