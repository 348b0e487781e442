using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace MultiTransport.AspNetCore;

/// <summary>Checks all options at start, runs the shared sweep, and drains at the end.</summary>
internal sealed class LifetimeService(MultiTransportServices services, IOptions<MultiTransportServerOptions> options, IOptions<HostOptions> host) : IHostedLifecycleService, IDisposable
{
    private ITimer? _timer;
    private int _isSweeping;

    public Task StartingAsync(CancellationToken cancellationToken)
    {
        var names = services.Transports.Select(static transport => transport.Name).ToArray();
        var faults = MultiTransportOptionsValidator.Validate(options.Value)
            .Concat(TopicOptionsValidator.Validate(options.Value.Topics, services.Endpoints))
            .Concat(services.Endpoints.SelectMany(endpoint => MultiTransportOptionsValidator.Validate($"{nameof(MultiTransportOptions)} of '{endpoint.Pattern}'", endpoint.Options, names)))
            .ToArray();
        if (faults.Length > 0)
        {
            throw new OptionsValidationException(nameof(MultiTransportOptions), typeof(MultiTransportOptions), faults);
        }

        if (host.Value.ShutdownTimeout < options.Value.DrainTimeout)
        {
            services.Log.DrainIsCut(options.Value.DrainTimeout, host.Value.ShutdownTimeout);
        }

        services.Pressure.Begin();
        _timer = services.Time.CreateTimer(static state => ((LifetimeService)state!).Sweep(), this, options.Value.SweepInterval, options.Value.SweepInterval);
        return Task.CompletedTask;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) =>
        services.Registry.DrainAsync(new DrainPlan(options.Value.DrainTimeout, options.Value.DrainPace), cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken)
    {
        Dispose();
        return Task.CompletedTask;
    }

    public void Dispose() => _timer?.Dispose();

    /// <summary>One step; a step that comes while one is under way is skipped.</summary>
    internal void Sweep()
    {
        if (Interlocked.Exchange(ref _isSweeping, 1) == 1)
        {
            return;
        }

        try
        {
            if (services.Pressure.Step())
            {
                services.Log.PressureChanged(services.Pressure.IsOn);
            }

            services.Registry.Sweep();
            services.Topics.Sweep();
            services.PendingAttaches.Sweep();
            services.Arrivals.Sweep();
            services.Wire.Sweep();
            services.Networks.Sweep();
            services.Endpoints.ForEach(static endpoint => endpoint.Rates.Sweep());
            services.Keys.Sweep(services.Endpoints.Count == 0 ? TimeSpan.Zero : services.Endpoints.Max(static endpoint => endpoint.Options.NegotiateKeyLife));
        }
        catch (Exception fault)
        {
            // A timer's thread: what is thrown here would end the process. The next step tries again.
            services.Log.SweepFailed(fault);
        }
        finally
        {
            Volatile.Write(ref _isSweeping, 0);
        }
    }
}
