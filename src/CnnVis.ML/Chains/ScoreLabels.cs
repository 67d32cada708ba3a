using Microsoft.ML;
using Microsoft.ML.Data;

namespace CnnVis.ML.Chains;

/// <summary>The names of classes that a column of scores carries.</summary>
internal static class ScoreLabels
{
    // Trainers keep the label's keys here where the scores have no slot names.
    private const string TrainingLabels = "TrainingLabelValues";
    private const string SlotNames = "SlotNames";

    /// <summary>The names, or null where there are none or they are numbers.</summary>
    public static Labels? Read(DataViewSchema.Column scores)
    {
        DataViewSchema.Annotations notes = scores.Annotations;
        foreach (string kind in new[] { SlotNames, TrainingLabels })
        {
            if (notes.Schema.GetColumnOrNull(kind) is { Type: VectorDataViewType { ItemType: TextDataViewType } })
            {
                VBuffer<ReadOnlyMemory<char>> names = default;
                notes.GetValue(kind, ref names);
                return names.Length > 0 ? new Labels(names.DenseValues().Select(name => name.ToString())) : null;
            }
        }

        return null;
    }
}
