using System.Runtime.CompilerServices;

namespace MultiTransport.Testing;

/// <summary>The one timeout of all tests: far beyond what a healthy run needs, so that it only ever tells of a hang.</summary>
public static class TestTimeouts
{
    public static TimeSpan Shared { get; } = TimeSpan.FromSeconds(30);

    public static async Task WithTimeout(
        this Task task, TimeSpan? timeout = null, [CallerArgumentExpression(nameof(task))] string? what = null)
    {
        try
        {
            await task.WaitAsync(timeout ?? Shared).ConfigureAwait(false);
        }
        catch (TimeoutException) when (!task.IsCompleted)
        {
            throw new TimeoutException($"Waited {timeout ?? Shared} for: {what}");
        }
    }

    public static async Task<T> WithTimeout<T>(
        this Task<T> task, TimeSpan? timeout = null, [CallerArgumentExpression(nameof(task))] string? what = null)
    {
        await ((Task)task).WithTimeout(timeout, what).ConfigureAwait(false);
        return await task.ConfigureAwait(false);
    }

    public static Task WithTimeout(
        this ValueTask task, TimeSpan? timeout = null, [CallerArgumentExpression(nameof(task))] string? what = null) =>
        task.AsTask().WithTimeout(timeout, what);

    public static Task<T> WithTimeout<T>(
        this ValueTask<T> task, TimeSpan? timeout = null, [CallerArgumentExpression(nameof(task))] string? what = null) =>
        task.AsTask().WithTimeout(timeout, what);
}
