using CnnVis.Models;

namespace CnnVis;

/// <content>How each kind of target becomes a weighted sum of output elements.</content>
public sealed partial class Target
{
    private sealed class TopClass(int rank) : ITargetRule
    {
        public ResolvedTarget Resolve(TargetScores scores, ScoreKind kind)
        {
            OutputSpace space = scores.Space(kind);
            if (space.Form == OutputForm.Raw)
            {
                throw new ArgumentException("The output is neither classes nor a segmentation map, so there is no top class. Use Target.WeightedSum.");
            }

            IReadOnlyList<ClassScore> ranking = scores.Foreground();
            return rank < ranking.Count
                ? new Classes((ranking[rank].Index, 1)).Resolve(scores, kind)
                : throw new ArgumentException($"There is no class of rank {rank}: the model has {ranking.Count} classes.");
        }
    }

    private sealed class Classes(params (ClassSelector Selector, float Weight)[] terms) : ITargetRule
    {
        public ResolvedTarget Resolve(TargetScores scores, ScoreKind kind)
        {
            OutputSpace space = scores.Space(kind);
            if (space.Form == OutputForm.Raw)
            {
                throw new ArgumentException("The output is neither classes nor a segmentation map. Use Target.WeightedSum.");
            }

            var elements = new List<(int Index, float Weight)>();
            var names = new List<string>();
            foreach ((ClassSelector selector, float weight) in terms)
            {
                int index = selector.Resolve(scores.Labels, space.ClassCount);
                int[] places = scores.PlacesOf(index);
                elements.AddRange(places.Select(place => (space.IndexOf(index, place), weight)));
                names.Add(scores.NameOf(index) + (space.Form == OutputForm.SegmentationMap ? $" over {places.Length} places" : ""));
            }

            int? classIndex = terms.Length == 1 ? terms[0].Selector.Resolve(scores.Labels, space.ClassCount) : null;
            return new ResolvedTarget(string.Join(" rather than ", names), classIndex, kind, elements);
        }
    }

    private sealed class Masked(ClassSelector selector, float[] mask, int height, int width) : ITargetRule
    {
        public ResolvedTarget Resolve(TargetScores scores, ScoreKind kind)
        {
            OutputSpace space = scores.Space(kind);
            if (space.Form != OutputForm.SegmentationMap || (height, width) != (space.Height, space.Width))
            {
                throw new ArgumentException(space.Form == OutputForm.SegmentationMap
                    ? $"The mask is {height}x{width}; the segmentation map is {space.Height}x{space.Width}."
                    : "A mask needs a model whose output is a segmentation map.");
            }

            int index = selector.Resolve(scores.Labels, space.ClassCount);
            return new ResolvedTarget(
                $"{scores.NameOf(index)} over a mask",
                index,
                kind,
                mask.Select((weight, place) => (space.IndexOf(index, place), weight)));
        }
    }

    private sealed class LikeClasses(ITargetRule target, int count, double strength) : ITargetRule
    {
        public ResolvedTarget Resolve(TargetScores scores, ScoreKind kind)
        {
            ResolvedTarget resolved = target.Resolve(scores, kind);
            OutputSpace space = scores.Space(kind);
            if (resolved.ClassIndex is not { } index || space.Form != OutputForm.Classes || space.ClassCount < 2 || kind != ScoreKind.Logit)
            {
                throw new ArgumentException($"{resolved.Name} cannot be compared with similar classes: that needs the logit of one class among several.");
            }

            float[] logits = scores.Of(kind).ToArray();
            int[] similar =
            [
                .. Enumerable.Range(0, logits.Length).Where(other => other != index).OrderBy(other => Math.Abs(logits[other] - logits[index])).Take(count),
            ];
            return new ResolvedTarget(
                $"{resolved.Name} rather than {string.Join(", ", similar.Select(scores.NameOf))}", index, kind, new LikeClassesFunction(index, similar, strength));
        }
    }

    private sealed class Callers(string name, CallersFunction function) : ITargetRule
    {
        public ResolvedTarget Resolve(TargetScores scores, ScoreKind kind) => new(name, classIndex: null, kind, function);
    }

    private sealed class Elements(string name, float[] weights) : ITargetRule
    {
        public ResolvedTarget Resolve(TargetScores scores, ScoreKind kind)
        {
            int count = scores.ElementCount(kind);
            return weights.Length == count
                ? new ResolvedTarget(name, null, kind, weights.Select((weight, index) => (index, weight)))
                : throw new ArgumentException($"{weights.Length} weights were given; the output has {count} elements for one image.");
        }
    }
}
