using Spectre.Console;

namespace CnnVis.Cli.Console;

/// <summary>Progress on a terminal.</summary>
internal static class ProgressBar
{
    public static T Run<T>(IAnsiConsole console, string title, Func<IProgress<ExplanationProgress>?, T> work) => console
        .Progress()
        .AutoClear(true)
        .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
        .Start(context =>
        {
            ProgressTask task = context.AddTask(Markup.Escape(title));
            return work(new Bar(task));
        });

    private sealed class Bar(ProgressTask task) : IProgress<ExplanationProgress>
    {
        public void Report(ExplanationProgress value)
        {
            task.MaxValue = Math.Max(value.Total, 1);
            task.Value = value.Done;
        }
    }
}
