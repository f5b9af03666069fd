package dev.ferry.testing;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The application's beans, wired by their constructors as the container wires them, with some replaced by a test's own:
 * each once, made when first asked for.
 */
public final class Beans {
    private static final List<Class<?>> ALL = MainClasses.ALL.stream()
            .filter(type -> type.isAnnotationPresent(ApplicationScoped.class))
            .toList();

    private final Map<Class<?>, Object> made = new HashMap<>();

    /** Gives what stands for a bean. */
    public <T> Beans with(Class<T> type, T bean) {
        made.put(type, bean);
        return this;
    }

    public synchronized <T> T get(Class<T> type) {
        Object bean = made.get(type);
        if (bean == null) {
            bean = make(only(type));
            made.put(type, bean);
        }
        return type.cast(bean);
    }

    private static Class<?> only(Class<?> type) {
        if (type.isAnnotationPresent(ApplicationScoped.class) || type.isAnnotationPresent(Named.class)) {
            return type;
        }
        List<Class<?>> found = beansOf(type);
        if (found.size() != 1) {
            throw new IllegalStateException(type + " has the beans " + found);
        }
        return found.get(0);
    }

    private static List<Class<?>> beansOf(Class<?> type) {
        return ALL.stream().filter(type::isAssignableFrom).toList();
    }

    private Object make(Class<?> bean) {
        Object there = made.get(bean);
        if (there != null) {
            return there;
        }
        Constructor<?> constructor = constructor(bean);
        Object[] arguments =
                Arrays.stream(constructor.getGenericParameterTypes()).map(this::argument).toArray();
        try {
            Object instance = constructor.newInstance(arguments);
            made.put(bean, instance);
            return instance;
        } catch (InstantiationException | IllegalAccessException | InvocationTargetException failed) {
            throw new IllegalStateException(bean + " cannot be made", failed);
        }
    }

    private Object argument(Type type) {
        if (type instanceof ParameterizedType all && all.getRawType() == List.class) {
            return beansOf((Class<?>) all.getActualTypeArguments()[0]).stream().map(this::make).toList();
        }
        return get((Class<?>) type);
    }

    /** Quarkus gives a bean one without parameters beside its own, for what it makes of the bean. */
    private static Constructor<?> constructor(Class<?> bean) {
        List<Constructor<?>> all = Arrays.stream(bean.getConstructors())
                .filter(constructor -> constructor.getParameterCount() > 0 || bean.getConstructors().length == 1)
                .toList();
        return all.stream()
                .filter(constructor -> all.size() == 1 || constructor.isAnnotationPresent(Inject.class))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(bean + " has no constructor for injection"));
    }
}
